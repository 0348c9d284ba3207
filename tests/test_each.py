"""A mixed corpus: topics in every language with enough documents, countries over all of them."""

import html.parser
import json

import pandas as pd
import pypdf
import pytest
from test_folder import files

from topics.cli import main
from topics.errors import TopicsError
from topics.readers.corpus import read_corpus
from topics.run.analyse import analyse
from topics.run.config import ReportConfig, sample_folder
from topics.run.coverage import countries_by_language
from topics.run.each import analyse_each
from topics.run.kept import FOLDER
from topics.run.prepare import prepare
from topics.run.stages import Shelf
from topics.run.status import status

SAMPLES = sample_folder()
FOLDERS = {"en": "briefs", "ru": "languages/ru", "de": "languages/de"}
QUICK = [
    "--topics", "2", "--restarts", "1", "--refits", "0", "--draws", "20", "--no-lemmas",
    "--min-country-docs", "1", "--pairs", "off",
]  # fmt: skip
FRENCH = (
    "Le ministre a déclaré lundi que le Kazakhstan et la France allaient construire ensemble une "
    "centrale près du lac, et que les travaux dureraient plusieurs années selon les ingénieurs."
)


def write_mixed(path, **numbers):
    rows = []
    for code, number in numbers.items():
        if code == "fr":
            rows += [{"doc_id": f"fr{n}", "text": f"{FRENCH} Page {n}."} for n in range(number)]
            continue
        texts = read_corpus(str(SAMPLES / FOLDERS[code]))["text"]
        rows += [{"doc_id": f"{code}{n}", "text": text} for n, text in enumerate(texts[:number])]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give the folder of a report on three languages and some French, and what was said."""
    folder = tmp_path_factory.mktemp("each")
    corpus = write_mixed(folder / "mixed.csv", en=24, ru=20, de=20, fr=3)
    with pytest.MonkeyPatch.context() as patch:
        heard = []
        patch.setattr("topics.cli.report.teller", lambda _: heard.append)
        out = folder / "out"
        options = ["--language", "each", "--duplicates", "keep", *QUICK]
        assert main(["report", str(corpus), "--out", str(out), *options]) == 0
    return out, heard


def text_of(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_every_language_with_enough_documents_has_a_report_and_the_others_are_told(made):
    out, heard = made
    for code in ("en", "ru", "de"):
        assert {"report.pdf", "report.html", "manifest.json", "tables", "figures"} <= {
            path.name for path in (out / code).iterdir()
        }
    assert not (out / "fr").exists()
    assert any("no topics in French (fr): 3 documents, and 20 are needed" in line for line in heard)
    table = pd.read_csv(out / "tables" / "languages.csv").set_index("language")
    assert table["documents"].to_dict() == {"en": 24, "de": 20, "ru": 20, "fr": 3}
    assert table["topics"].to_dict() == {"en": 2, "de": 2, "ru": 2, "fr": 0}
    left = pd.read_csv(out / "tables" / "left_out.csv")
    assert sorted(left["doc_id"]) == ["fr0", "fr1", "fr2"]
    assert set(left["reason"]) == {"fewer than 20 documents"}
    first = text_of(pypdf.PdfReader(out / "report.pdf").pages[:1])
    assert "No topics were made of 3 documents" in first
    assert "French 3 (fewer than 20 documents)" in first


def test_countries_and_pairs_are_counted_over_all_languages(made):
    out, _ = made
    coverage = pd.read_csv(out / "tables" / "countries_by_language.csv", keep_default_na=False)
    numbers = coverage.pivot_table(
        index="country", columns="language", values=["n_docs", "n_effective"], fill_value=0
    )
    for column in ("n_docs", "n_effective"):
        own = numbers[column].drop(columns="all").sum(axis=1)
        assert own.to_numpy() == pytest.approx(numbers[column]["all"].to_numpy())
    assert numbers.loc["FRA", ("n_docs", "fr")] == 3  # also where there are no topics
    assert coverage["country"].iloc[0] == numbers["n_docs"]["all"].idxmax()
    weights = pd.read_csv(out / "tables" / "weights.csv", keep_default_na=False)
    named = weights.groupby("doc_id")["country"].agg(set)
    pairs = pd.read_csv(out / "tables" / "country_pairs.csv", keep_default_na=False)
    row = pairs[(pairs["first"] == "KAZ") & (pairs["second"] == "RUS")].iloc[0]
    assert row["n_both"] == sum({"KAZ", "RUS"} <= codes for codes in named)
    assert row["n_both"] == row[[f"n_both_{code}" for code in ("en", "ru", "de", "fr")]].sum()


def test_one_pdf_holds_what_is_over_all_and_then_every_part(made):
    out, _ = made
    whole = pypdf.PdfReader(out / "report.pdf")
    parts = {code: pypdf.PdfReader(out / code / "report.pdf") for code in ("en", "de", "ru")}
    front = len(whole.pages) - sum(len(part.pages) for part in parts.values())
    assert front == 3
    assert "Countries in each language" in text_of(whole.pages[1:2])
    compared = text_of(whole.pages[2:3])
    assert "Topics of different languages about the same countries" in compared
    assert "German: no counterpart found" in compared
    assert "the same topic" not in text_of(whole.pages[:front])
    at = front
    for code, name in (("en", "English"), ("de", "German"), ("ru", "Russian")):
        pages = whole.pages[at : at + len(parts[code].pages)]
        for number, page in enumerate(pages, start=at + 1):
            assert f"{name} page {number} of the whole" in text_of([page])
        assert f"Topics of countries: {name}" in text_of(pages[:1])
        at += len(pages)
    marks = [item["/Title"] for item in whole.outline if not isinstance(item, list)]
    assert marks == [
        "Summary of all languages", "Countries in each language",
        "Topics of different languages about the same countries", "English", "German", "Russian",
    ]  # fmt: skip
    assert (out / "report.pdf").stat().st_size < 1_000_000


class Links(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if tag == "a" and name == "href"]


def test_the_index_leads_to_every_report_and_table(made):
    out, _ = made
    page = (out / "report.html").read_text("utf-8")
    found = Links(page).found
    assert {"en/report.html", "ru/report.html", "de/report.html", "report.pdf"} <= set(found)
    assert {path.name for path in (out / "tables").iterdir()} == {
        link.removeprefix("tables/") for link in found if link.startswith("tables/")
    }
    assert [link for link in found if not (out / link).is_file()] == []
    assert "French 3 (fewer than 20 documents)" in page


def test_a_part_is_what_its_language_alone_would_give(made):
    out, _ = made
    config = ReportConfig(
        corpus=str(out.parent / "mixed.csv"), language="ru", n_topics=2, restarts=1, refits=0,
        draws=20, lemmas=False, min_country_docs=1, pairs=("off",), duplicates="keep",
    )  # fmt: skip
    analysis = analyse(config)
    kept = pd.read_csv(out / "ru" / "tables" / "topic_country.csv", keep_default_na=False)
    columns = ["estimate", "ci_low", "ci_high", "n_effective"]
    assert kept["country"].tolist() == analysis.estimates["country"].tolist()
    assert kept[columns].to_numpy().tolist() == analysis.estimates[columns].to_numpy().tolist()
    # Nothing worries of documents that have a part of their own.
    assert not any("other languages" in warning for warning in analysis.warnings)


def test_the_manifest_lists_every_file_and_the_status_every_stage(made):
    out, _ = made
    whole = json.loads((out / "manifest.json").read_text("utf-8"))
    assert whole["kind"] == "report"
    assert whole["config"]["language"] == "each"
    assert whole["counts"]["languages"] == {"en": 24, "de": 20, "ru": 20, "fr": 3}
    below = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    below = {name for name in below if not name.startswith(f"{FOLDER}/")} - {"manifest.json"}
    assert set(whole["files"]) == below
    table = status(out)
    assert set(table["state"]) == {"done"}
    assert table["stage"].tolist()[:3] == ["corpus", "mentions", "de: corpus"]
    part = status(out / "ru")
    assert set(part["state"]) == {"done"}
    own = table[table["stage"].str.startswith("ru: ")]
    assert part["key"].tolist() == own["key"].tolist()
    changed = status(out, n_topics=3).set_index("stage")
    assert changed.loc["ru: counts", "state"] == "done"
    assert changed.loc["ru: model", "state"] == "stale"


def test_a_command_on_one_language_asks_for_its_folder(made, tmp_path, capsys):
    out, _ = made
    data = ["--data", "none.csv", "--formula", "~ x", "-o", str(tmp_path / "e.csv")]
    for command in (["pairs"], ["label"], ["table", "estimates"], ["effects"]):
        more = data if command == ["effects"] else []
        assert main([*command, str(out), *more]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert f"name the folder of one, {out}/de, {out}/en or {out}/ru" in line
    assert main(["table", "estimates", str(out / "ru"), "--all"]) == 0
    assert "|" in capsys.readouterr().out
    # A part alone would no longer be what the whole says it is.
    assert main(["report", "--rerun", str(out / "ru")]) == 2
    assert f"is a part of the report in {out}" in capsys.readouterr().err


def test_a_second_run_takes_what_is_kept_and_gives_the_same_bytes(made):
    out, _ = made
    before = files(out)
    heard = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("topics.cli.report.teller", lambda _: heard.append)
        assert main(["report", "--rerun", str(out)]) == 0
    for stage in ("corpus", "mentions", "en: model", "ru: estimates", "de: counts"):
        assert any(line.startswith(f"{stage}: as kept in") for line in heard), stage
    assert files(out) == before


@pytest.fixture
def german(tmp_path):
    return write_mixed(tmp_path / "german.csv", de=20, fr=3)


def test_one_language_goes_on_as_usual_and_says_so(german, tmp_path, capsys):
    out = tmp_path / "out"
    options = ["--language", "each", "--duplicates", "keep", *QUICK]
    assert main(["report", str(german), "--out", str(out), *options]) == 0
    heard = capsys.readouterr().err
    assert "German (de) alone has 20 documents; 3 in French set aside" in heard
    assert not (out / "de").exists()
    assert (out / "figures").is_dir()
    first = text_of(pypdf.PdfReader(out / "report.pdf").pages[:1])
    assert "German (de) alone has 20 documents" in first
    assert set(status(out)["state"]) == {"done"}
    assert status(out)["stage"].tolist()[-1] == "figures"


def test_a_corpus_in_one_language_goes_on_as_usual_too(tmp_path, monkeypatch):
    corpus = write_mixed(tmp_path / "german.csv", de=20)
    config = ReportConfig(corpus=str(corpus), language="each", duplicates="keep", n_topics=2)
    monkeypatch.setattr("topics.run.each.analyse", lambda config, *, ready, **_: ready)
    kept = [analyse_each(config, shelf=Shelf(folder=tmp_path / "stages")) for _ in range(2)]
    assert [ready.language for ready in kept] == ["de", "de"]
    assert len(kept[0].mentions) > 0
    assert kept[1].mentions.equals(kept[0].mentions)


def test_too_few_documents_in_every_language_are_refused_in_one_line(tmp_path, capsys):
    corpus = write_mixed(tmp_path / "few.csv", de=5, ru=6)
    out = tmp_path / "out"
    assert main(["report", str(corpus), "--out", str(out), "--language", "each", *QUICK]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert "--language each needs 20 documents in a language, and there are 6 in Russian" in last
    assert "5 in German" in last
    assert not out.exists()


def test_settings_of_one_language_alone_are_refused_before_anything_is_read(tmp_path, capsys):
    for options in (["--language-check", "off"], ["--labels", "x.csv"], ["--validation", "x.csv"]):
        command = ["report", "nothing.csv", "--out", str(tmp_path / "o"), "--language", "each"]
        assert main([*command, *options]) == 2
        assert "--language each" in capsys.readouterr().err
    with pytest.raises(TopicsError, match="is for a report"):
        prepare(ReportConfig(language="each"))


def test_a_language_that_cannot_be_analysed_is_left_out_with_the_reason(german, monkeypatch):
    corpus = write_mixed(german, de=20, ru=20)

    def too_few(config, **options):
        if config.language == "ru":
            raise TopicsError("no words.")
        return prepare(config, **options)

    monkeypatch.setattr("topics.run.each.prepare", too_few)
    config = ReportConfig(
        corpus=str(corpus), language="each", n_topics=2, restarts=1, refits=0, draws=20,
        lemmas=False, min_country_docs=1, pairs=("off",),
    )  # fmt: skip
    heard = []
    mixed = analyse_each(config, say=heard.append)
    assert list(mixed.analyses) == ["de"]
    assert mixed.matches.empty
    assert mixed.languages.set_index("language").loc["ru", "reason"] == "no words."
    assert set(mixed.left_out["language"]) == {"ru"}
    assert "warning: no topics in Russian (ru): no words." in heard


def test_a_stopped_run_says_what_stands_and_leaves_it_for_the_next(german, tmp_path, monkeypatch):
    corpus = write_mixed(german, de=20, ru=20)
    out = tmp_path / "out"
    options = ["--language", "each", "--out", str(out), *QUICK]

    def stopped(config, **more):
        if config.language == "ru":
            raise KeyboardInterrupt
        return analyse(config, **more)

    monkeypatch.setattr("topics.run.each.analyse", stopped)
    assert main(["report", str(corpus), *options]) == 130
    table = status(out).set_index("stage")["state"]
    assert table["de: estimates"] == "done"
    assert table["ru: counts"] == "done"
    assert table["ru: model"] == "missing"
    assert not (out / "report.pdf").exists()


def test_without_each_nothing_of_the_parts_is_left_but_what_the_user_put_there(
    german, tmp_path, capsys, monkeypatch
):
    corpus = write_mixed(german, de=20, ru=20)
    out = tmp_path / "out"
    # Figures play no part here.
    monkeypatch.setattr("topics.report.figures.overview_figures", lambda *_: [])
    monkeypatch.setattr("topics.report.html._figure", lambda _: {})
    assert main(["report", str(corpus), "--out", str(out), "--language", "each", *QUICK]) == 0
    (out / "ru" / "notes.txt").write_text("mine")
    (out / "de" / "report.html").write_text("mine too")
    assert main(["report", str(corpus), "--out", str(out), "--language", "ru", *QUICK]) == 0
    assert "kept: de/report.html (edited since it was written)" in capsys.readouterr().err
    left = {p.relative_to(out).as_posix() for code in ("ru", "de") for p in (out / code).rglob("*")}
    assert left == {"ru/notes.txt", "de/report.html"}
    assert not [code for code in ("ru", "de") if (out / FOLDER / code).exists()]


def test_a_run_in_one_language_names_the_way_to_have_each(german, tmp_path, capsys):
    corpus = write_mixed(german, de=20, ru=8)
    assert main(["report", str(corpus), "--out", str(tmp_path / "o"), "--topics", "900"]) == 2
    heard = " ".join(capsys.readouterr().err.split())
    assert "8 of 28 documents (29 %) are in other languages" in heard
    assert "with --language each in each that has enough documents" in heard or (
        "with `language='each'` in each that has enough documents" in heard
    )


def test_shares_of_coverage_are_of_the_documents_of_a_language():
    weights = pd.DataFrame({
        "doc_id": ["a", "a", "b", "c"], "country": ["KAZ", "RUS", "RUS", "RUS"],
        "weight": [0.5, 0.5, 1.0, 0.25], "language": ["en", "en", "en", "ru"],
    })  # fmt: skip
    table = countries_by_language(weights).set_index(["country", "language"])
    assert table["n_docs"].to_dict() == {
        ("RUS", "all"): 3, ("RUS", "en"): 2, ("RUS", "ru"): 1, ("KAZ", "all"): 1, ("KAZ", "en"): 1,
    }  # fmt: skip
    assert table.loc[("RUS", "all"), ["n_effective", "share"]].tolist() == [1.75, 1.0]
    assert table.loc[("KAZ", "en"), "share"] == 0.5
