"""News agencies by the names that datelines, credits and last lines give them."""

AGENCIES = (
    "reuters", "afp", "ap", "upi", "dpa", "efe", "ansa", "tass", "xinhua", "pti", "ani", "ians",
    "anadolu", "aa", "kyodo", "yonhap", "interfax", "bernama", "antara", "bloomberg",
    "lusa", "belga", "ritzau", "pap", "čtk", "mti", "agerpres", "tanjug", "irna", "isna",
    "ukrinform", "kazinform", "sputnik", "europa press", "prensa latina", "xinhuanet",
    "рейтер", "рейтерс", "тасс", "риа новости", "интерфакс", "укрінформ", "укринформ", "казинформ",
    "кабар", "белта", "синьхуа", "路透社", "新华社", "新華社", "法新社", "美联社", "共同通信",
    "共同社", "ロイター", "時事通信", "연합뉴스", "로이터", "رويترز", "ا ف ب", "إيرنا", "ایرنا",
)  # fmt: skip
