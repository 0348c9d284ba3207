"""News agencies by the names that datelines, credits and last lines give them."""

AGENCIES = (
    "reuters", "afp", "ap", "upi", "dpa", "efe", "ansa", "tass", "xinhua", "pti", "ani", "ians",
    "anadolu", "aa", "kyodo", "yonhap", "interfax", "bernama", "antara", "bloomberg",
)  # fmt: skip
