"""The language of documents: told, lent by neighbours, and what is done where it is not read."""

import pandas as pd
import pypdf
import pytest

from topics.cleaning import clean_corpus
from topics.cleaning.language import code_of, find_languages, tell_language
from topics.cli import main
from topics.errors import InputError
from topics.readers.corpus import read_corpus
from topics.run import analyse as line
from topics.run import languages, prepare
from topics.run.config import ReportConfig, sample_folder
from topics.run.languages import judge_languages, known_languages

ENGLISH = (
    "The ministers of Norway and Kenya met in the old port on Monday, and they agreed on new rules "
    "for the trade in fish and timber, number {n}, a speaker of the {who} said."
)
GERMAN = (
    "Die Minister aus Norwegen und Kenia trafen sich am Montag im alten Hafen, und sie einigten "
    "sich auf neue Regeln für den Handel mit Fisch und Holz, Nummer {n}, sagte ein Sprecher."
)
FRENCH = (
    "Les ministres de la Norvège et du Kenya se sont réunis lundi dans le vieux port, et ils se "
    "sont mis d'accord sur de nouvelles règles pour le commerce du bois, numéro {n}."
)
WHO = ("harbour office", "fishing fleet", "timber mill", "town hall", "ferry line", "rail yard")


@pytest.fixture
def english_only(monkeypatch):
    """A version that reads English alone, whatever gazetteers there are."""
    for module in (languages, prepare):
        monkeypatch.setattr(module, "known_languages", lambda: ["en"])


def texts_of(english, german, french=0):
    made = [ENGLISH.format(n=n, who=WHO[n % 6] + " " * (n // 6)) for n in range(english)]
    made += [GERMAN.format(n=n) for n in range(german)]
    return made + [FRENCH.format(n=n) for n in range(french)]


def corpus_file(path, english, german, french=0):
    texts = texts_of(english, german, french)
    ids = [f"{kind}{n}" for kind, count in zip("edf", (english, german, french), strict=True)
           for n in range(count)]  # fmt: skip
    pd.DataFrame({"doc_id": ids, "text": texts}).to_csv(path, index=False)
    return path


# --- what a document is told to be --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (GERMAN.upper(), "de"),
        ("Министры встретились в старом порту и договорились о новых правилах торговли рыбой и "
         "лесом, сказал в понедельник представитель правительства в столице страны.", "ru"),
        ("部长们星期一在旧港口会面，就鱼类和木材贸易的新规则达成一致，政府发言人在首都对记者说，"
         "新的规则将从明年开始实行，农民和渔民都表示欢迎。", "zh"),
        ("Kein Wort auf Deutsch", ""), ("", ""),
        ("Shr 12 cts vs 30 cts Net 4,255,000 vs 11.5 mln Revs 199.4 mln vs 258.7 mln Avg shrs "
         "3,460,217 vs 2,610,913 Nine mths Shr 64 cts vs 1.02 dlrs Net 22.1 mln vs 37.2 mln", ""),
        ("APR7 4205 4225 4185 MAY7 4222 4227 4238 JUN7 4250 4226 AUG7 4293 4298 4273 OCT7 4340 "
         "DEC7 4390 4360 FEB8 4440 4410 APR8 4490 4460 JUN8 4540 4510", ""),
    ],
)  # fmt: skip
def test_a_text_tells_its_language_or_does_not(text, code):
    # a report of figures tells nothing, or that its few words are English
    assert tell_language(text) in ({"", "en"} if text.startswith("Shr") else {code})


def test_short_texts_take_the_language_of_their_file_then_of_the_corpus():
    texts = [*texts_of(3, 0), "Talks end", *texts_of(0, 2), "Ende", "Lone words"]
    files = ["a"] * 4 + ["b"] * 3 + ["c"]
    assert find_languages(texts, groups=files) == ["en"] * 4 + ["de"] * 3 + ["en"]


def test_short_texts_alone_are_told_together():
    short = ["Die Minister trafen sich im Hafen.", "Sie sprachen über den Fisch.",
             "Die Regierung sagte nichts dazu.", "Der Winter war lang und kalt."]  # fmt: skip
    assert find_languages(short) == ["de"] * 4
    assert find_languages(["Talks"]) == [""]


def test_what_a_column_says_counts_where_the_text_does_not_tell():
    texts = [*texts_of(3, 0), "Ende"]
    assert find_languages(texts, given=["", None, "xx", "de-AT"]) == ["en", "en", "en", "de"]
    assert [code_of(value) for value in ("EN", "en_GB", "English", 3)] == ["en", "en", "en", ""]


def test_a_column_called_language_is_kept_where_it_agrees_and_renamed_where_not():
    corpus = pd.DataFrame(
        {"doc_id": ["a", "b"], "title": "", "text": texts_of(1, 1), "date": pd.NaT}
    )
    plain, _ = clean_corpus(corpus)
    assert plain["language"].tolist() == ["en", "de"]
    agrees, _ = clean_corpus(corpus.assign(language=["en", "de"]))
    assert list(agrees.columns) == list(plain.columns)
    other, _ = clean_corpus(corpus.assign(language=["ENGLISH", "ENGLISH"]))
    assert other["language"].tolist() == ["en", "de"]
    assert other["given_language"].tolist() == ["ENGLISH", "ENGLISH"]


# --- what is read -------------------------------------------------------------------------------


def test_a_language_is_known_with_both_gazetteer_and_stop_words(monkeypatch):
    assert "en" in known_languages()
    monkeypatch.setattr(languages, "languages", lambda: ["en", "xq"])
    assert known_languages() == ["en"], "there are no stop words for xq"


def test_readme_names_the_languages_that_are_known():
    from pathlib import Path

    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    assert f"Languages read: {', '.join(f'`{code}`' for code in known_languages())}." in readme


def test_shares_decide():
    counts = pd.Series({"en": 90, "de": 10})
    assert judge_languages(counts, ["en"]) == []
    (warning,) = judge_languages(pd.Series({"en": 85, "de": 10, "fr": 5}), ["en"])
    assert warning.startswith("15 of 100 documents (15 %) are in other languages")
    with pytest.raises(InputError, match=r"84 % of the documents look German \(de\)"):
        judge_languages(pd.Series({"de": 84, "en": 16}), ["en"])
    with pytest.raises(InputError, match="English"):
        judge_languages(pd.Series({"en": 100}), ["xq"])


@pytest.mark.parametrize("command", ["report", "choose", "countries"])
def test_commands_stop_where_most_is_in_another_language(tmp_path, capsys, english_only, command):
    path = corpus_file(tmp_path / "a.csv", 4, 21)
    out = tmp_path / "out"
    options = {
        "report": ["--out", str(out)],
        "choose": ["--topics", "2", "3", "--out", str(out)],
        "countries": ["-o", str(out / "m.csv")],
    }[command]
    assert main([command, str(path), *options]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith(
        "topics: 84 % of the documents look German (de); this version reads en."
    )
    assert "--language-check off goes on" in error
    assert not list(tmp_path.rglob("*.pdf")) + list(tmp_path.rglob("m.csv"))


def test_clean_writes_the_column_and_says_so(tmp_path, capsys, english_only):
    path = corpus_file(tmp_path / "a.csv", 4, 21)
    assert main(["clean", str(path), "--out", str(tmp_path / "o"), "--duplicates", "keep"]) == 0
    assert "warning: 84 % of the documents look German (de)" in capsys.readouterr().err
    cleaned = pd.read_csv(tmp_path / "o" / "corpus.csv")
    assert cleaned["language"].value_counts().to_dict() == {"de": 21, "en": 4}
    options = ["--duplicates", "keep", "--language", "en"]
    assert main(["clean", str(path), "--out", str(tmp_path / "o"), *options]) == 0
    assert "documents look" not in capsys.readouterr().err
    assert pd.read_csv(tmp_path / "o" / "corpus.csv")["language"].tolist() == ["en"] * 4


def settings(path, **more):
    return ReportConfig(
        corpus=str(path), n_topics=2, restarts=1, refits=0, draws=20, duplicates="keep", min_docs=2,
        max_share=1.0, **more,
    )  # fmt: skip


def test_fewer_are_set_aside_listed_and_counted(tmp_path, english_only):
    heard = []
    run = line.analyse(settings(corpus_file(tmp_path / "a.csv", 26, 3, 2)), say=heard.append)
    assert run.corpus["language"].unique().tolist() == ["en"]
    aside = run.audit[run.audit["stage"] == "language"]
    assert aside["doc_id"].tolist() == ["d0", "d1", "d2", "f0", "f1"]
    assert run.flow.set_index("stage").loc["language de", "dropped"] == 3
    (warning,) = run.warnings
    assert warning.startswith("5 of 31 documents (16 %) are in other languages")
    assert f"warning: {warning}" in heard
    few = line.analyse(settings(corpus_file(tmp_path / "b.csv", 28, 3)))
    assert few.warnings == ()
    assert len(few.corpus) == 28


def test_off_goes_on_with_a_warning_on_the_first_page(tmp_path, capsys, english_only):
    path = corpus_file(tmp_path / "a.csv", 10, 20)
    options = [
        "--topics",
        "2",
        "--restarts",
        "1",
        "--refits",
        "0",
        "--draws",
        "20",
        "--min-docs",
        "2",
    ]
    more = ["--max-share", "1", "--duplicates", "keep", "--language-check", "off"]
    out = tmp_path / "out"
    assert main(["report", str(path), "--out", str(out), *options, *more]) == 0
    assert "warning: 67 % of the documents look German (de)" in capsys.readouterr().err
    first = pypdf.PdfReader(out / "report.pdf").pages[0].extract_text()
    assert "67 % of the documents look German (de)" in " ".join(first.split())
    page = (out / "report.html").read_text("utf-8")
    assert '<li dir="auto">67 % of the documents look German (de)' in page


def test_the_sample_is_english():
    folder = sample_folder() / "briefs"
    corpus = read_corpus(str(folder))
    assert set(find_languages(corpus["text"].tolist())) == {"en"}
