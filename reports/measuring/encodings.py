"""Measure the telling of encodings: right, refused and wrong, by encoding and length of file."""

import argparse
import importlib.util
import random
import time
from pathlib import Path

import pandas as pd

from topics.errors import InputError
from topics.readers.options import ReadOptions
from topics.tables import write_csv

OUT = Path(__file__).parents[1] / "out" / "encodings"
LENGTHS = (1, 10, 100)
MOST_CHANGED = 0.03  # of the characters beyond ASCII: a rare sign read otherwise is no misreading
PAIRS = (
    ("el", "iso8859_7"), ("el", "cp1253"), ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"),
    ("ru", "iso8859_5"), ("ru", "mac_cyrillic"), ("ru", "utf_16"), ("ru", "utf_16_le"),
    ("ar", "cp1256"), ("ar", "iso8859_6"), ("tr", "cp1254"), ("pl", "cp1250"), ("pl", "iso8859_2"),
    ("zh", "gb18030"), ("zh", "big5hkscs"), ("zh", "utf_16_be"), ("ko", "euc_kr"),
    ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("de", "cp1252"),
    ("de", "latin_1"), ("de", "cp850"), ("fr", "cp1252"), ("fr", "latin_1"), ("fr", "mac_roman"),
    ("es", "cp1252"), ("pt", "cp1252"), ("it", "cp1252"), ("en", "cp1252"),
)  # fmt: skip
OWN = {
    "el": """
Οι υπουργοί συναντήθηκαν στο παλιό λιμάνι και μίλησαν για τα ψάρια.
Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.
Ο πρόεδρος είπε ότι η συμφωνία θα υπογραφεί τον Μάρτιο.
Τα πλοία έφτασαν αργά το βράδυ εξαιτίας της κακοκαιρίας.
Οι δύο χώρες αντάλλαξαν πρέσβεις μετά από δέκα χρόνια.
Η τιμή του σιταριού ανέβηκε στις αγορές της Ευρώπης.
Πολλοί πολίτες διαμαρτυρήθηκαν έξω από το κοινοβούλιο.
Ο δήμαρχος της πόλης άνοιξε το καινούργιο σχολείο.
Η έκθεση δείχνει πως η ανεργία μειώθηκε φέτος.
Οι αγρότες ζητούν φθηνότερο νερό για τα χωράφια τους.
""",
    "ja": """
大臣たちは古い港で会談し、漁業と木材について合意した。
政府は経済に関する新しい対策を発表した。
大統領は三月に協定に署名すると述べた。
船は悪天候のため夜遅くに到着した。
両国は十年ぶりに大使を交換した。
小麦の価格はヨーロッパの市場で上昇した。
多くの市民が国会の前で抗議した。
市長は新しい学校を開いた。
報告書によると失業率は今年低下した。
農民は畑のためにもっと安い水を求めている。
""",
}


def sentences(folder: Path) -> dict[str, list[str]]:
    """Read ``<language>.tsv`` (id, sentence), and add the sentences written here."""
    found = {language: text.strip().split("\n") for language, text in OWN.items()}
    for path in sorted(folder.glob("??.tsv")):
        lines = path.read_text("utf-8").splitlines()
        found[path.stem] = [line.partition("\t")[2] for line in lines if "\t" in line]
    return found


def same(text: str, other: str) -> bool:
    """Whether two readings agree but for a few characters beyond ASCII."""
    if len(text) != len(other):
        return False
    foreign = sum(not mark.isascii() for mark in text)
    differ = sum(one != two for one, two in zip(text, other, strict=True))
    return differ <= MOST_CHANGED * max(foreign, 1)


def judge(data: bytes, text: str) -> str:
    """Name what comes of a file: right, wrong or refused."""
    options = ReadOptions()
    try:
        read = options.decode(data, "a.txt")
    except InputError:
        return "refused"
    return "right" if same(read, text) else f"wrong: {' '.join(options.guessed)}"


def judge_peer(data: bytes, text: str) -> str:
    """Do the same with the guess of charset-normalizer."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        return "refused"
    return "right" if same(data.decode(best.encoding, "replace"), text) else "wrong"


def measure(texts: dict[str, list[str]], *, trials: int, seed: int) -> pd.DataFrame:
    """Encode samples of sentences, and tell the encoding of each again."""
    peer = importlib.util.find_spec("charset_normalizer") is not None
    rng = random.Random(seed)
    rows = []
    for language, encoding in PAIRS:
        if language not in texts:
            continue
        for length in LENGTHS:
            for _ in range(trials):
                sample = "\n".join(rng.choices(texts[language], k=length)) + "\n"
                data = sample.encode(encoding, "ignore")
                text = data.decode(encoding)
                if data.isascii() and b"\0" not in data and b"\x1b" not in data:
                    continue  # nothing to tell
                start = time.process_time()
                outcome = judge(data, text.removeprefix("\ufeff"))
                seconds = time.process_time() - start
                other = judge_peer(data, text) if peer and length <= 10 else ""
                rows.append((language, encoding, length, outcome, seconds, other))
    columns = ["language", "encoding", "sentences", "outcome", "seconds", "charset_normalizer"]
    return pd.DataFrame(rows, columns=columns)


def main(about: str | None) -> None:
    """Write the table of confusions and print it."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, help="folder of <language>.tsv files: id, sentence")
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    table = measure(sentences(arguments.folder), trials=arguments.trials, seed=arguments.seed)
    counts = table.value_counts(["language", "encoding", "sentences", "outcome"], sort=False)
    write_csv(counts.reset_index(name="files"), OUT / "confusion.csv")
    kinds = table.assign(outcome=table["outcome"].str.partition(":")[0])
    print(pd.crosstab(kinds["sentences"], kinds["outcome"], normalize="index").round(4))
    print(
        table[table["outcome"].str.startswith("wrong")]
        .value_counts(["language", "encoding", "sentences", "outcome"])
        .to_string()
    )
    peer = table[table["charset_normalizer"] != ""]
    print(pd.crosstab(peer["sentences"], peer["charset_normalizer"], normalize="index").round(4))
    wide = kinds.pivot_table(
        index=["language", "encoding"], columns=["sentences", "outcome"], values="seconds",
        aggfunc="size", fill_value=0,
    )  # fmt: skip
    print(wide.to_string())
    print(f"median {1000 * table['seconds'].median():.1f} ms for a file")
