"""Dates of documents: names of columns, orders that columns prove, languages, and what is left."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from babel.dates import format_date

from topics.cleaning import clean_corpus, coverage
from topics.errors import TopicsError
from topics.readers.corpus import read_chunks, read_corpus, read_with_account
from topics.readers.datecells import tell
from topics.readers.dates import find_date, parse_date, read_written
from topics.readers.months import LOCALES, month_of
from topics.run.comparison import finest_period, known_dates, only_years

TALKS = "The ministers met in the old port and agreed on fish, timber and new scales."


def table(path, name, values, *, more=()):
    frame = pd.DataFrame({"text": [f"{TALKS} {n}" for n in range(len(values))], name: values})
    for column, cells in more:
        frame[column] = cells
    frame.to_csv(path, index=False)
    return path


def days(corpus):
    return [None if pd.isna(day) else day.date().isoformat() for day in corpus["date"]]


def read(path, **options):
    """The corpus and the account of it."""
    reading = read_with_account(path, **options)
    return reading.corpus, reading.account


def remarks(account):
    return " | ".join(account.remarks)


# --- names of columns ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "datePublished", "dateCreated", "uploadDate", "dateModified", "date_publish",
        "date_download", "publishedAt", "webPublicationDate", "publish_date", "created_at",
        "pubDate", "post_date", "wp:post_date", "Publication Date", "publication date",
        "published_date", "timestamp", "DateTime", "published", "SQLDATE", "seendate", "Load-Date",
        "Datum", "Дата", "дата публикации", "fecha", "Fecha de publicación", "data", "tarih",
        "Yayın tarihi", "تاريخ النشر", "发布日期", "日付", "발행일", "Date de publication",
        "created_utc",
    ],
)  # fmt: skip
def test_common_names_of_a_date_column(tmp_path, name):
    corpus = read_corpus(table(tmp_path / "a.csv", name, ["2024-03-11", "2024-03-12"]))
    assert days(corpus) == ["2024-03-11", "2024-03-12"]


def test_publication_goes_before_change_and_download(tmp_path):
    more = [("date_publish", ["2024-03-11"]), ("date_modify", ["2024-04-12"])]
    corpus, account = read(table(tmp_path / "a.csv", "date_download", ["2024-05-01"], more=more))
    assert days(corpus) == ["2024-03-11"]
    assert remarks(account) == ""
    corpus, account = read(table(tmp_path / "b.csv", "date_download", ["2024-05-01"]))
    assert days(corpus) == ["2024-05-01"]
    assert "no column gives the day of publication" in remarks(account)


def test_a_column_called_data_or_time_is_a_date_only_where_it_holds_days(tmp_path):
    corpus = read_corpus(table(tmp_path / "a.csv", "time", ["09:30", "10:15"]))
    assert corpus["time"].tolist() == ["09:30", "10:15"]
    assert days(corpus) == [None, None]
    late = read_corpus(table(tmp_path / "b.csv", "data", ["", "18 marzo 2024"]))
    assert days(late) == [None, "2024-03-18"]


def test_a_column_with_days_that_is_not_taken_is_named(tmp_path):
    path = table(tmp_path / "a.csv", "Zeitpunkt des Abrufs", ["2024-03-11", "2024-03-12"])
    corpus, account = read(path)
    assert days(corpus) == [None, None]
    assert "columns={'Zeitpunkt des Abrufs': 'date'}" in remarks(account)
    corpus = read_corpus(path, columns={"Zeitpunkt des Abrufs": "date"})
    assert days(corpus) == ["2024-03-11", "2024-03-12"]


# --- a column proves its order ------------------------------------------------------------------


def test_one_day_above_twelve_tells_the_order_of_all(tmp_path):
    corpus, account = read(
        table(tmp_path / "a.csv", "date", ["08/03/2024", "12/03/2024", "13/03/2024"])
    )
    assert days(corpus) == ["2024-03-08", "2024-03-12", "2024-03-13"]
    assert "a.csv: column 'date': dates are day first, as 13/03/2024 proves" in remarks(account)
    corpus = read_corpus(table(tmp_path / "a.csv", "date", ["03/08/2024", "03/13/2024"]))
    assert days(corpus) == ["2024-03-08", "2024-03-13"]


def test_without_proof_or_with_two_none_is_read(tmp_path):
    corpus, account = read(
        table(tmp_path / "a.csv", "date", ["08/03/2024", "03/03/2024", "2024-03-09"])
    )
    assert days(corpus) == [None, "2024-03-03", "2024-03-09"]
    assert "date_format='%d/%m/%Y'" in remarks(account)
    assert account.dates_unreadable == 1
    values = ["08/03/2024", "13/03/2024", "03/14/2024"]
    corpus, account = read(table(tmp_path / "a.csv", "date", values))
    assert days(corpus) == [None, "2024-03-13", "2024-03-14"]
    assert "13/03/2024 and 03/14/2024 have different orders" in remarks(account)


def test_a_day_that_does_not_exist_proves_nothing(tmp_path):
    corpus = read_corpus(table(tmp_path / "a.csv", "date", ["08/03/2024", "31/06/2024"]))
    assert days(corpus) == [None, None]


def test_each_table_proves_its_own_order_and_lone_dates_prove_it_together(tmp_path):
    table(tmp_path / "a.csv", "date", ["08/03/2024", "13/03/2024"])
    table(tmp_path / "b.csv", "date", ["03/08/2024", "03/13/2024"])
    table(tmp_path / "c.csv", "date", ["03/08/2024", "03/09/2024"])
    assert days(read_corpus(tmp_path)) == [
        "2024-03-08", "2024-03-13", "2024-03-08", "2024-03-13", None, None,
    ]  # fmt: skip
    pages = tmp_path / "pages"
    pages.mkdir()
    for n, day in enumerate(("08/03/2024", "13/03/2024")):
        row = {"text": f"{TALKS} {n}", "date_publish": day}
        (pages / f"{n}.json").write_text(json.dumps(row), encoding="utf-8")
    assert days(read_corpus(pages)) == ["2024-03-08", "2024-03-13"]


def test_what_is_read_but_once_tells_the_order_of_its_first_chunk_too(monkeypatch):
    rows = "".join(f"{TALKS} {n};{day}/03/2024\n" for n, day in enumerate(["08"] * 5 + ["13"]))
    data = io.BytesIO(f"text;date\n{rows}".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    chunks = list(read_chunks("-", format="csv", chunk_docs=2))
    assert [day for chunk in chunks for day in days(chunk.corpus)] == [
        *["2024-03-08"] * 5, "2024-03-13",
    ]  # fmt: skip
    assert chunks[-1].account.dates == {"day": 6}


def test_the_last_row_tells_the_order_of_the_first_chunk(tmp_path):
    values = ["08/03/2024"] * 5 + ["13/03/2024"]
    path = table(tmp_path / "a.csv", "date", values)
    chunks = list(read_chunks(path, chunk_docs=2))
    assert [day for chunk in chunks for day in days(chunk.corpus)] == [
        *["2024-03-08"] * 5, "2024-03-13",
    ]  # fmt: skip
    table(path, "date", [*values, "03/13/2024"])
    assert [day for chunk in read_chunks(path, chunk_docs=2) for day in days(chunk.corpus)][:5] == [
        None
    ] * 5


def test_archives_that_are_looked_through_for_the_order_of_days_are_read_on(tmp_path):
    rows = [f"{TALKS} {n * 7919 % 100_003};{1 + n % 12}/{1 + n % 11}/2024" for n in range(9000)]
    for name, last in (("a", "3/4/2024"), ("b", "25/3/2024")):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("a.csv", "\n".join(["text;date", *rows, f"{TALKS};{last}\n"]))
    corpus = pd.concat([chunk.corpus for chunk in read_chunks(tmp_path, chunk_docs=1000)])
    assert len(corpus) == 2 * 9001
    assert days(corpus)[0] == "2024-01-01"
    assert days(corpus)[-1] == "2024-03-25"


@pytest.mark.parametrize(
    ("form", "values", "expected"),
    [
        ("day-first", ["03/04/2024 10:15"], "2024-04-03"),
        ("month-first", ["03/04/2024"], "2024-03-04"),
        ("%d/%m/%Y", ["03/04/2024 10:15"], "2024-04-03"),
        ("%m/%d/%Y", ["03/04/2024"], "2024-03-04"),
        ("%Y%d%m", ["20240403"], "2024-03-04"),
        ("%y.%m.%d", ["24.03.04"], "2024-03-04"),
        ("%d/%m/%Y", ["4 März 2024"], "2024-03-04"),
    ],
)
def test_the_form_that_is_given(tmp_path, form, values, expected):
    path = table(tmp_path / "a.csv", "date", values)
    assert days(read_corpus(path, date_format=form)) == [expected]


@pytest.mark.parametrize("form", ["", "%Q", "dmy", "%d/%m", 3])
def test_a_form_that_is_none(tmp_path, form):
    path = table(tmp_path / "a.csv", "date", ["03/04/2024"])
    with pytest.raises(TopicsError, match="date_format"):
        read_corpus(path, date_format=form)


def test_a_given_form_is_not_read_the_other_way_round(tmp_path):
    path = table(tmp_path / "a.csv", "date", ["03/14/2024", "03/04/2024"])
    assert days(read_corpus(path, date_format="day-first")) == [None, "2024-04-03"]


# --- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_full_and_long_dates_of_every_language(locale):
    missed = []
    for month in range(1, 13):
        day = dt.date(2024, month, 9 + month)
        for form in ("long", "full"):
            text = format_date(day, form, locale=locale)
            if parse_date(text) != day:
                missed.append(text)
    assert not missed


@pytest.mark.parametrize(
    "text",
    [
        "8 марта 2024 г.", "пятница, 8 марта 2024, 10:00", "8 березня 2024 р.", "8 сакавіка 2024",
        "2024 жылғы 8 наурыз", "2024-yil 8-mart", "8 mart 2024-cü il", "8 Mart 2024 Cuma",
        "٨ مارس ٢٠٢٤", "8 آذار 2024", "۸ مارس ۲۰۲۴", "2024年3月8日", "2024年3月8日 星期五 10:00",
        "2024年3月8日(金)", "2024년 3월 8일 금요일", "Fr., 8. März 2024, 10:00 Uhr",
        "vendredi 8 mars 2024 à 10h30", "8 de marzo de 2024", "8 de março de 2024", "8 marzo 2024",
        "piątek, 8 marca 2024 r.", "8. března 2024", "8 март 2024 г.", "２０２４年３月８日",
        "Fri Mar 08 08:00:00 +0000 2024", "Fri Mar 08 2024 10:00:00 GMT+0100 (Central Time)",
        "March 8th, 2024", "20240308T100000Z", "2024. március 8.",
    ],
)  # fmt: skip
def test_days_in_words(text):
    assert parse_date(text) == dt.date(2024, 3, 8)


def test_ordinals_and_names_in_running_text():
    assert parse_date("1er mars 2024") == dt.date(2024, 3, 1)
    text = "Veröffentlicht am Freitag, 8. März 2024, von der Redaktion"
    day, start, end = find_date(text)
    assert (day, text[start:end]) == (dt.date(2024, 3, 8), "Freitag, 8. März 2024")
    assert find_date("Since 18 people met in 2014 on 12 boats") is None


def test_a_name_of_two_months_is_none():
    assert month_of("listopad") == 11
    assert month_of("lipca") == 7
    assert month_of("talks") is None


@pytest.mark.parametrize(
    "text", ["Q1 2024", "spring 2024", "2014-15", "8 March 2024 to 9 March 2024", "8 Brumaire 2024"]
)
def test_what_is_no_date(text):
    assert read_written(text) is None


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1710316800, "2024-03-13"), ("1710316800", "2024-03-13"), (1710316800.5, "2024-03-13"),
        (1710316800000, "2024-03-13"), ("1710316800000000", "2024-03-13"),
        (20240313, "2024-03-13"), (20240313093000, "2024-03-13"), (20240313.0, "2024-03-13"),
        (45359, None), (12, None), (True, None), (2024031309, None), (4102444800, None),
        (99999999, None), ({"$date": "2024-03-13T00:00:00Z"}, "2024-03-13"), ([2024], None),
    ],
)  # fmt: skip
def test_numbers_in_a_date_column(value, expected):
    written = tell(value)
    assert (written.day.isoformat() if written else None) == expected


def test_time_since_1970_and_short_years_are_remarked(tmp_path):
    corpus, account = read(table(tmp_path / "a.csv", "created_utc", [1710316800, 1710403200]))
    assert days(corpus) == ["2024-03-13", "2024-03-14"]
    assert "time since 1970" in remarks(account)
    corpus, account = read(table(tmp_path / "b.csv", "date", ["13-MAR-24", "26-FEB-87"]))
    assert days(corpus) == ["2024-03-13", "1987-02-26"]
    assert "year of two digits" in remarks(account)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["45362", "45363", "45364"], ["2024-03-11", "2024-03-12", "2024-03-13"]),
        (["45362.5", "", "45364.999"], ["2024-03-11", None, "2024-03-13"]),
        (["45362", "2024-03-12", "45364"], [None, "2024-03-12", None]),
        (["45362", "spring", "45364"], [None] * 3),
        (["45362"], [None]),
        (["12345", "98765", "45362"], [None] * 3),
        (["45362", "20240312"], [None, "2024-03-12"]),
    ],
)
def test_numbers_of_spreadsheets_are_days_where_all_of_a_column_are(tmp_path, values, expected):
    path = table(tmp_path / "a.csv", "date", values)
    reading = read_with_account(path)
    assert days(reading.corpus) == expected
    known = [value for value, day in zip(values, expected, strict=True) if day and value[0] == "4"]
    said = [remark for remark in reading.account.remarks if "spreadsheet" in remark]
    assert len(said) == bool(known)
    if known:
        assert f"{known[0]} is read as 2024-03-11, and so are {len(known) - 1} more" in said[0]
    lost = sum(1 for value, day in zip(values, expected, strict=True) if value and not day)
    assert reading.account.dates_unreadable == lost


def test_numbers_of_spreadsheets_in_chunks_tables_and_with_a_form(tmp_path):
    table(tmp_path / "a.csv", "date", ["45362", "45363", "45364", "x"])
    table(tmp_path / "b.csv", "date", ["45362", "45363", "45364"])
    chunks = pd.concat([chunk.corpus for chunk in read_chunks(tmp_path, chunk_docs=2)])
    assert days(chunks) == [None] * 4 + ["2024-03-11", "2024-03-12", "2024-03-13"]
    frame = pd.DataFrame({"text": ["a", "b"], "date": [45362, 45362.25]})
    assert days(read_corpus(frame)) == ["2024-03-11"] * 2
    assert days(read_corpus(tmp_path / "b.csv", date_format="%d/%m/%Y")) == [None] * 3


def test_short_years_in_numbers_need_a_proof_of_all_three(tmp_path):
    values = [f"{day}/03/24" for day in range(11, 29)]
    assert days(read_corpus(table(tmp_path / "a.csv", "date", values)))[::17] == [
        "2024-03-11", "2024-03-28",
    ]  # fmt: skip
    assert (
        days(read_corpus(table(tmp_path / "a.csv", "date", ["11/03/24", "13/03/24"]))) == [None] * 2
    )
    values = ["24.03.11", "24.03.31", "24.12.30", "31.01.02"]
    assert days(read_corpus(table(tmp_path / "a.csv", "date", [*values, "40.01.03"])))[0] == (
        "2024-03-11"
    )


# --- precision ----------------------------------------------------------------------------------


def test_years_and_months_are_dates_of_their_precision(tmp_path):
    values = ["2014", "March 2015", "2016-02-03", ""]
    corpus, account = read(table(tmp_path / "a.csv", "date", values))
    assert days(corpus) == ["2014-01-01", "2015-03-01", "2016-02-03", None]
    assert corpus["date_precision"].tolist() == ["year", "month", "day", ""]
    assert account.dates == {"day": 1, "month": 1, "year": 1}
    assert known_dates(corpus, at_least="month").notna().tolist() == [False, True, True, False]
    assert coverage(corpus)["month"].tolist() == ["2014", "2015-03", "2016-02", "no date"]


def test_columns_of_year_month_and_day(tmp_path):
    more = [("month", [3, "März", ""]), ("day", [18, "", ""])]
    corpus = read_corpus(table(tmp_path / "a.csv", "Year", [2014, 2015, 2016], more=more))
    assert days(corpus) == ["2014-03-18", "2015-03-01", "2016-01-01"]
    assert corpus["date_precision"].tolist() == ["day", "month", "year"]


def test_the_year_in_a_name_goes_before_a_day_in_the_text(tmp_path):
    for year, stamp in ((1985, ""), (1987, "date 1999-10-05 "), (1989, "date 1989-10-05 ")):
        (tmp_path / f"FRA_40_{year}.txt").write_text(f"{stamp}{TALKS}\n\n{TALKS} {year}")
    corpus = read_corpus(tmp_path, pattern="{iso3}_{session}_{date:%Y}")
    assert corpus["date"].dt.year.tolist() == [1985, 1987, 1989]
    cleaned, _ = clean_corpus(corpus, duplicates="keep")
    assert days(cleaned) == ["1985-01-01", "1987-01-01", "1989-10-05"]
    assert cleaned["date_precision"].tolist() == ["year", "year", "day"]
    assert finest_period(cleaned) == "year"
    assert not only_years(cleaned)
    assert known_dates(cleaned).notna().all()


def test_a_day_in_a_name_goes_before_a_day_in_the_text(tmp_path):
    (tmp_path / "2014-03-12_x.txt").write_text(f"date 2015-01-02 {TALKS}\n\n{TALKS}")
    corpus, account = read(tmp_path)
    assert days(clean_corpus(corpus)[0]) == ["2014-03-12"]
    assert "2014-03-12_x.txt is of 2014-03-12" in remarks(account)
    table(tmp_path / "2014-03-12.csv", "n", [1, 2])
    assert days(read_corpus(tmp_path / "2014-03-12.csv")) == [None, None], "a day of a download"


def test_precision_survives_a_cleaned_corpus_that_is_read_again(tmp_path):
    corpus = read_corpus(table(tmp_path / "a.csv", "date", ["2014", "2016-02-03"]))
    corpus.to_csv(tmp_path / "b.csv", index=False)
    again = read_corpus(tmp_path / "b.csv")
    assert again["date_precision"].tolist() == ["year", "day"]


# --- what is said -------------------------------------------------------------------------------


def test_what_could_not_be_read_is_said_with_three_examples(tmp_path):
    values = ["soon", "then", "now", "later", "n/a", "", "0000-00-00 00:00:00", "2024-03-11"]
    _, account = read(table(tmp_path / "a.csv", "date", values))
    assert (account.dates_unreadable, account.dates_missing) == (4, 3)
    assert account.dates_unreadable_examples == ("a:1: soon", "a:2: then", "a:3: now")
    assert "4 dates could not be read, such as a:1: soon; a:2: then; a:3: now" in remarks(account)


@pytest.mark.parametrize("command", ["clean", "countries"])
def test_every_command_says_so_in_its_own_words(tmp_path, command):
    path = table(tmp_path / "a.csv", "date", ["03/04/2024", "05/04/2024"])
    out = tmp_path / ("o" if command == "clean" else "o.csv")
    options = [sys.executable, "-m", "topics", command, str(path), "-o" if out.suffix else "--out"]
    done = subprocess.run([*options, str(out)], capture_output=True, text=True, check=True)
    assert "--date-format %d/%m/%Y" in done.stderr
    assert "2 dates could not be read" in done.stderr
    done = subprocess.run(
        [*options, str(out), "--date-format", "day-first"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "dates: 2024-04-03 to 2024-04-05; none undated" in done.stderr or command != "clean"
    assert "could not be read" not in done.stderr
