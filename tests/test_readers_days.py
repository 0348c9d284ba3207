"""Days in every form they are written in: which day, how sure, where it stands, what is said."""

from datetime import date, datetime

import pandas as pd
import pytest

from topics.readers.datecells import day_in_name, of_parts
from topics.readers.datecolumn import DateColumns
from topics.readers.dates import Written, find_date, parse_date, read_written
from topics.readers.dating import Dating, _pattern_for
from topics.readers.decoding import decode, has_mark, looks_like_text
from topics.readers.factiva_lines import factiva_articles
from topics.readers.guessing import Candidate, Guess
from topics.readers.nexis_article import article_of
from topics.readers.nexis_word import Paragraph, word_articles

DAY = date(2024, 3, 8)
KEY = ("a.csv", "d")


@pytest.mark.parametrize(
    ("text", "precision", "numbers"),
    [
        ("2024-03-08", "day", ()), ("2024/3/8", "day", ()), ("2024.03.08", "day", ()),
        ("2024. 3. 8", "day", ()), ("20240308", "day", ()), ("20240308T0930", "day", ()),
        ("20240308T093015Z", "day", ()), ("202403080930", "day", ()), ("2024年3月8日", "day", ()),
        ("2024 年 3 月 8 日", "day", ()), ("2024년 3월 8일", "day", ()),
        ("8 March 2024", "day", ()), ("8-Mar-2024", "day", ()), ("8.March.2024", "day", ()),
        ("08 mar. 2024", "day", ()),
        ("8th of March, 2024", "day", ()), ("March 8, 2024", "day", ()),
        ("March 8th, 2024", "day", ()), ("Mar. 8 2024", "day", ()), ("March 8 of 2024", "day", ()),
        ("March 8 - 2024", "day", ()), ("2024 March 8", "day", ()), ("2024, March 8", "day", ()),
        ("2024. gada 8. marts", "day", ()), ("2024 m. kovo 8 d.", "day", ()),
        ("Friday, March 8, 2024", "day", ()), ("Fri 8 Mar 2024", "day", ()),
        ("2024-03-08T09:30:00Z", "day", ()), ("2024-03-08 09:30:00.123+01:00", "day", ()),
        ("2024-03-08T09:30:00+0100[Europe/Oslo]", "day", ()), ("8 March 2024 9:30 PM", "day", ()),
        ("Fri, 08 Mar 2024 09:30:00 GMT", "day", ()), ("Fri Mar 08 09:30:00 +0000 2024", "day", ()),
        ("Fri Mar  8 09:30:00 UTC 2024", "day", ()), ("Mar 8 09:30 2024", "day", ()),
        ("8 March 2024 at 9 pm", "day", ()), ("8 March 2024, 9.30 a.m.", "day", ()),
        ("٢٠٢٤-٠٣-٠٨", "day", ()), ("\u200f2024-03-08\u200e", "day", ()),
        ("2024-03", "month", ()), ("2024/3", "month", ()), ("03/2024", "month", ()),
        ("3.2024", "month", ()), ("2024年3月", "month", ()), ("2024년 3월", "month", ()),
        ("March 2024", "month", ()), ("mars 2024", "month", ()), ("Mar-2024", "month", ()),
        ("March of 2024", "month", ()), ("2024", "year", ()), ("2024年", "year", ()),
        ("2024 г.", "year", ()),
        ("08/03/2024", None, (8, 3, 2024)), ("8.3.2024", None, (8, 3, 2024)),
        ("8. 3. 2024", None, (8, 3, 2024)), ("8/3/24", "short", (8, 3, 24)),
        ("08-03-24", "short", (8, 3, 24)),
    ],
)  # fmt: skip
def test_forms_of_a_date(text, precision, numbers):
    for around in (text, f" {text} "):
        written = read_written(around)
        if precision in ("day", "month", "year"):
            day = {"day": DAY, "month": DAY.replace(day=1), "year": date(2024, 1, 1)}[precision]
            assert written == Written(day, precision)
        else:
            assert written == Written(None, numbers=numbers, short=precision == "short")
    assert parse_date(text) == (DAY if precision == "day" else None)
    assert read_written(f"{text} and more") is None
    assert read_written(f"The {text} talks") is None


@pytest.mark.parametrize("text", ["8 Mar 24", "8-Mar-24", "8 March '24", "8 mars ’24"])
def test_named_months_with_short_years(text):
    assert read_written(text) == Written(DAY, short=True)
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "8", "1499-03-08", "2100-03-08", "2024-13-08", "2024-02-30", "2024-03-32", "20241308",
     "8 Xyz 2024", "31 June 2024", "2024-3", "32/13/2024", "12024-03-08", "2024-03-081",
     "20240308T2530", "Fri Xyz 08 09:30:00 +0000 2024", "8 March of the best year 2024", "March",
     "at 9 pm", "2024-03/08", "8/3-2024", "1/2/3/2024", "x" * 121, "2567-03-08"],
)  # fmt: skip
def test_what_is_no_date_of_ours(text):
    written = read_written(text)
    assert written is None or (text == "2024-3" and written.precision == "month")
    assert parse_date(text) is None


def test_years_are_those_of_five_centuries():
    for year in (1500, 1999, 2000, 2099):
        assert read_written(f"{year}-03-08").day == date(year, 3, 8)
        assert read_written(f"8 March {year}").day == date(year, 3, 8)
        assert read_written(f"{year}").day == date(year, 1, 1)
    for year in (1499, 2100, 999):
        assert read_written(f"{year}-03-08") is read_written(f"8 March {year}") is None
    assert read_written("18991231") is None
    assert read_written("19000101").day == date(1900, 1, 1)
    assert read_written("13/03/2024") == Written(date(2024, 3, 13), numbers=(13, 3, 2024))
    assert read_written("3/3/2024") == Written(date(2024, 3, 3))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 2024-03-08 they met", "2024-03-08"), ("Oslo, 8 March 2024.", "8 March 2024"),
        ("Oslo, Friday, 8 March 2024.", "Friday, 8 March 2024"),
        ("Fri. March 8th, 2024 it was", "Fri. March 8th, 2024"),
        ("in 2024年3月8日 x", "2024年3月8日"), ("x 2024 March 8 y", "2024 March 8"),
        ("x 3/3/2024 y", "3/3/2024"), ("x 08/03/2024 y", None), ("x March 2024 y", None),
        ("x 2024 y", None), ("x 8/3/24 y", None), ("8 Mar 24", None),
        ("on sexta-feira, 8 março 2024", "sexta-feira, 8 março 2024"),
        ("on Oslo-Friday, 8 March 2024", "Friday, 8 March 2024"),
        ("first 8 March 2024, then 2025-01-01", "8 March 2024"),
        ("first 2024-03-08, then 8 March 2025", "2024-03-08"),
        ("not 31 June 2024 but 2024-03-08", "2024-03-08"),
        ("20240308 x", None), ("12024-03-08", None), ("8 apples of 2024", None),
        ("am 8. März 2024 in Kiel", "8. März 2024"), ("٨ مارس ٢٠٢٤ x", "٨ مارس ٢٠٢٤"),
        ("el 8 de marzo de 2024 en", "8 de marzo de 2024"), ("13 and 8 March 2024", "8 March 2024"),
    ],
)  # fmt: skip
def test_the_first_full_date_of_a_text_and_its_place(text, found):
    told = find_date(text)
    assert (told and text[told[1] : told[2]]) == found
    if told and "3/3" not in text:
        assert told[0] == DAY


# --- columns --------------------------------------------------------------------------------------


def column(*values, form=None, key=KEY):
    columns = DateColumns(form)
    columns.learn([key] * len(values), values)
    columns.pool()
    read = [columns.read(key, value, f"a:{n}") for n, value in enumerate(values, start=1)]
    return [one and one.day for one in read], columns


def test_an_order_is_proven_and_said():
    days, columns = column("08/03/2024", "13/03/2024", "09/03/2024", "2024-03-01")
    assert days == [DAY, date(2024, 3, 13), date(2024, 3, 9), date(2024, 3, 1)]
    assert columns.remarks() == [
        "a.csv: column 'd': dates are day first, as 13/03/2024 proves: 08/03/2024 is read as "
        "2024-03-08, and so are 1 more"
    ]
    days, columns = column("03/08/2024", "03/13/2024")
    assert days == [DAY, date(2024, 3, 13)]
    assert columns.remarks() == [
        "a.csv: column 'd': dates are month first, as 03/13/2024 proves: 03/08/2024 is read as "
        "2024-03-08"
    ]


def test_no_order_is_proven_and_said():
    days, columns = column("08/03/2024", "09/03/2024", "soon")
    assert days == [None] * 3
    assert columns.remarks() == [
        "a.csv: column 'd': nothing tells the day from the month in 08/03/2024, so it is not read, "
        "nor are 1 more: pass `date_format='%d/%m/%Y'` or `date_format='%m/%d/%Y'`",
        "3 dates could not be read, such as a:1: 08/03/2024; a:2: 09/03/2024; a:3: soon",
    ]
    days, columns = column("08/03/2024", "13/03/2024", "03/14/2024")
    assert days == [None, date(2024, 3, 13), date(2024, 3, 14)]
    assert columns.remarks() == [
        "a.csv: column 'd': 13/03/2024 and 03/14/2024 have different orders, so 08/03/2024 is not "
        "read: pass `date_format='%d/%m/%Y'` or `date_format='%m/%d/%Y'`",
        "1 date could not be read, such as a:1: 08/03/2024",
    ]
    days, columns = column("soon", "later", "x" * 41, "never")
    assert columns.remarks() == [
        f"4 dates could not be read, such as a:1: soon; a:2: later; a:3: {'x' * 40}"
    ]
    assert dict(columns.counts) == {"unreadable": 4}
    assert column("31/06/2024")[1].remarks() == [
        "1 date could not be read, such as a:1: 31/06/2024"
    ]


def test_short_years_are_said():
    days, columns = column("13/03/24", "05/04/31")
    assert days == [date(2024, 3, 13), date(2031, 4, 5)]
    assert columns.remarks() == [
        "a.csv: column 'd': dates are day first, as no other order fits them all: 13/03/24 is read "
        "as 2024-03-13, and so are 1 more",
        "2 dates with a year of two digits, read as 1969 to 2068 (13/03/24 is 2024-03-13)",
    ]
    days, _ = column("11/13/24", "12/13/24", "01/13/24", "02/13/24", "03/13/24")
    assert days[0] == date(2024, 11, 13)
    # days change from row to row, years do not
    values = [f"{n}/03/24" for n in (13, 14, 15, 16, 17)]
    assert column(*values)[0] == [date(2024, 3, n) for n in (13, 14, 15, 16, 17)]
    assert column(*values[:4])[0] == [None] * 4
    assert column("13/03/24", "14/03/25", "15/03/24", "16/03/25", "14/03/24")[0][0] is not None
    assert column("13/03/24", "14/03/25", "15/03/26", "13/03/25", "14/03/24")[0] == [None] * 5
    days, columns = column("8 Mar 24")
    assert days == [DAY]
    assert columns.remarks() == [
        "1 date with a year of two digits, read as 1969 to 2068 (8 Mar 24 is 2024-03-08)"
    ]
    assert column("8 Mar 24", form="day-first")[1].remarks() == []


def test_numbers_that_are_days_are_said():
    days, columns = column(1710316800, "1710316800")
    assert days == [date(2024, 3, 13)] * 2
    assert columns.remarks() == [
        "2 dates written as time since 1970, read as days in UTC (1710316800 is 2024-03-13)"
    ]
    days, columns = column("45359", 45360.5, None, "n/a")
    assert days == [DAY, date(2024, 3, 9), None, None]
    assert columns.remarks() == [
        "a.csv: column 'd' holds days as a spreadsheet numbers them: 45359 is read as 2024-03-08, "
        "and so are 1 more"
    ]
    assert dict(columns.counts) == {"day": 2, "missing": 2}
    assert column("45359")[0] == [None]
    assert column("45359", "45360", form="%Y")[0] == [None, None]


def test_files_of_one_date_prove_their_order_together():
    columns = DateColumns()
    keys = [("a", "d"), ("b", "d"), ("c", "d"), ("c", "d"), ("e", "x")]
    values = ["08/03/2024", "13/03/2024", "09/03/2024", "10/03/2024", "11/03/2024"]
    assert not columns.undecided
    columns.learn(keys, values)
    assert columns.undecided
    columns.pool()
    assert not columns.undecided
    days = [columns.read(key, value, "x") for key, value in zip(keys, values, strict=True)]
    assert [one and one.day for one in days] == [DAY, date(2024, 3, 13), None, None, None]
    assert columns.remarks()[0] == (
        "column 'd': dates are day first, as 13/03/2024 proves: 08/03/2024 is read as 2024-03-08"
    )
    columns.learn([("a", "d")], ["03/14/2024"])  # too late
    assert columns.read(("a", "d"), "08/03/2024", "x").day == DAY
    later = DateColumns()
    later.settle_as(columns)
    assert later.read(("a", "d"), "08/03/2024", "x").day == DAY


@pytest.mark.parametrize(
    ("form", "value", "day", "precision"),
    [
        ("%d/%m/%Y", " 08/03/2024 ", DAY, "day"), ("%e/%m/%Y", "8/03/2024", DAY, "day"),
        ("%Y-%j", "2024-068", DAY, "day"), ("%b %Y", "Mar 2024", DAY.replace(day=1), "month"),
        ("%B %Y", "March 2024", DAY.replace(day=1), "month"),
        ("%m/%Y", "03/2024", DAY.replace(day=1), "month"),
        ("%Y", "2024", date(2024, 1, 1), "year"), ("%y", "24", date(2024, 1, 1), "year"),
        ("%d/%m/%y", "08/03/24", DAY, "day"), ("day-first", "08/03/2024", DAY, "day"),
        ("month-first", "03/08/2024", DAY, "day"), ("year-first", "24/03/08", DAY, "day"),
        ("day-first", "03/13/2024", None, ""), ("%d/%m/%Y", "03/13/2024", None, ""),
        ("%d/%m/%Y", "2024-03-08", DAY, "day"),
    ],
)  # fmt: skip
def test_a_form_that_is_given_is_kept_to(form, value, day, precision):
    columns = DateColumns(form)
    columns.learn([KEY], [value])
    assert not columns.undecided
    found = columns.read(KEY, value, "a:1")
    assert (found and found.day) == day
    assert (found.precision if found else "") == precision
    said = columns.remarks()
    assert said == ([] if day else [f"1 date could not be read, such as a:1: {value}"])


def test_days_of_tables_and_names_are_counted_as_they_are():
    columns = DateColumns()
    for value in (datetime(2024, 3, 8, 9, 30), DAY, pd.Timestamp("2024-03-08")):
        assert columns.read(KEY, value, "a:1") == Written(DAY)
    month = Written(DAY.replace(day=1), "month")
    assert columns.read(KEY, month, "a:1") is month
    assert columns.read(KEY, "March 2024", "a:1") == month
    assert dict(columns.counts) == {"day": 3, "month": 2}
    for missing in (None, float("nan"), pd.NaT, pd.NA, "", " n/a "):
        assert columns.read(KEY, missing, "a:1") is None
    assert columns.counts["missing"] == 6


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"year": 2024, "month": 3, "day": 8}, (DAY, "day")),
        ({"Year ": "2024.0", "MONTH": "3.0", "Day": "8.0"}, (DAY, "day")),
        ({"year": "2024", "month": "March", "day": "8"}, (DAY, "day")),
        ({"year": "2024", "month": "03"}, (DAY.replace(day=1), "month")),
        ({"year": "2024", "month": "März"}, (DAY.replace(day=1), "month")),
        ({"year": "2024", "day": "8"}, (date(2024, 1, 1), "year")),
        ({"year": "2024", "month": "x", "day": "8"}, (date(2024, 1, 1), "year")),
        ({"year": "2024", "month": "3", "day": "32"}, (DAY.replace(day=1), "month")),
        ({"year": "2024"}, (date(2024, 1, 1), "year")), ({"year": "1499"}, None),
        ({"year": "2100"}, None), ({"year": "24"}, None), ({"years": "2024"}, None),
        ({"month": "3", "day": "8"}, None),
    ],
)  # fmt: skip
def test_a_day_in_columns_of_its_parts(row, found):
    written = of_parts(row)
    assert (written and (written.day, written.precision)) == found


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2024-03-08", DAY), ("talks_20240308", DAY), ("2024.03.08-x", DAY), ("2024_03_08", DAY),
        ("2024-03_08", None), ("2024-3-8", None), ("120240308", None), ("202403081", None),
        ("2024-03-08_2024-03-09", None), ("2024-03-08_2024-03-08", DAY), ("2024-02-30", None),
        ("1899-03-08", None), ("2024-02-30_2024-03-08", DAY), ("2024-13-08", None),
    ],
)  # fmt: skip
def test_a_day_in_the_name_of_a_file(stem, day):
    assert day_in_name(stem) == day


def dated(*rows, column="date", stem="a", file="a.csv"):
    dating = Dating()
    keys = []
    for number, row in enumerate(rows, start=1):
        keys.append(dating.take(row.setdefault("doc_id", f"{stem}:{number}") and row, column,
                                file=file, stem=stem))  # fmt: skip
        row.setdefault("date", None)
    table = pd.DataFrame(rows)
    table["date"] = pd.Series([row["date"] for row in rows], dtype="object")
    return dating.settle(table, keys), dating


def test_where_the_days_of_documents_come_from_is_said():
    table, dating = dated({"date": "2024-03-08", "text": "x"}, column="lastmodified")
    assert table["date"].tolist() == [pd.Timestamp(DAY)]
    assert table["date_precision"].tolist() == ["day"]
    assert dating.remarks() == [
        "no column gives the day of publication: dates are of 'lastmodified' (1)"
    ]
    assert dating.account() == {
        "dates": {"day": 1}, "dates_missing": 0, "dates_unreadable": 0,
        "dates_unreadable_examples": (),
    }  # fmt: skip
    table, dating = dated({"doc_id": "2024-03-08-x"}, stem="2024-03-08-x", file="2024-03-08-x.txt")
    assert table["date"].tolist() == [pd.Timestamp(DAY)]
    assert dating.remarks() == ["dates from files' names: 1, as 2024-03-08-x.txt is of 2024-03-08"]
    table, dating = dated({"doc_id": "2024-03-08-x:1"}, stem="2024-03-08-x")
    assert table["date"].isna().all()
    assert dating.remarks() == []
    assert dating.account()["dates_missing"] == 1
    table, dating = dated({"year": 2024, "month": 3}, {"year": 2024})
    assert table["date_precision"].tolist() == ["month", "year"]
    assert dating.account()["dates"] == {"month": 1, "year": 1}
    table, _ = dated({"date": "2024-03-01", "date_precision": "month"},
                     {"date": "2024-03-01", "date_precision": "x"})  # fmt: skip
    assert table["date_precision"].tolist() == ["month", "day"]


def test_what_may_be_the_day_is_named_where_no_document_has_one():
    rows = [{"when it was": f"2024-03-0{n}", "n": "7"} for n in range(1, 5)]
    said = (
        "no document has a date, but the column 'when it was' holds days such as 2024-03-01: pass "
        "`columns={'when it was': 'date'}` if it is the date"
    )
    assert dated(*[dict(row) for row in rows], {"when it was": "x"})[1].remarks() == [said]
    assert dated(*[dict(row) for row in rows[:3]], {"when it was": "x"})[1].remarks() == []
    assert dated(*[dict(row) for row in rows], {"date": "2024-03-08"})[1].remarks() == []
    for name in ("title", "text", "source"):
        assert dated({name: "2024-03-08"})[1].remarks() == []
    for odd in ("1710316800", "March 2024", "8.3.", "x" * 61, 20240308):
        assert dated({"when it was": odd})[1].remarks() == [], odd
    _, dating = dated({"doc_id": "x/AFG_40_1985"}, stem="x/AFG_40_1985")
    assert dating.remarks() == [
        "no document has a date, but names of files hold a year, such as AFG_40_1985: pass "
        "`pattern='{part1}_{part2}_{date:%Y}'`"
    ]
    assert dated({"doc_id": "1985/AFG"}, stem="1985/AFG")[1].remarks() == []
    assert dated({"doc_id": "a:1"}, stem="AFG_1985")[1].remarks() == []
    assert _pattern_for("1985 talks.x-2014_b") == "{part1} {part2}.{part3}-{date:%Y}_{part4}"


def test_so_many_rows_are_looked_at_for_a_day():
    rows = [{"x": "no"} for _ in range(40)] + [{"x": "2024-03-08"} for _ in range(160)]
    assert len(dated(*[dict(row) for row in rows])[1].remarks()) == 1
    more = [*rows, *({"x": "no"} for _ in range(50))]
    assert len(dated(*[dict(row) for row in more])[1].remarks()) == 1
    fewer = [{"x": "no"}, *rows]
    assert dated(*[dict(row) for row in fewer])[1].remarks() == []


# --- days in exports ------------------------------------------------------------------------------


def article(*head):
    return article_of([*head, "", "LENGTH: 3 words", "", "Boats went out."])


def test_the_day_of_an_article_parts_publication_and_headline():
    for head in (["The Gull", "", "March 8, 2024 Friday"], ["The Gull", "March 8, 2024 Friday"]):
        row = article(*head, "", "Nets")
        assert (row["publication"], row["date"], row["title"]) == ("The Gull", "2024-03-08", "Nets")
    row = article("The Gull", "", "of the bay", "", "March 8, 2024", "Late Edition", "", "Nets", "",
                  "A word", "", "More")  # fmt: skip
    assert row == {
        "title": "of the bay", "date": "2024-03-08", "publication": "The Gull",
        "edition": "Late Edition", "highlight": "Nets; A word; More", "text": "Boats went out.",
    }  # fmt: skip
    assert article("The Gull", "", "Spring 2024", "", "Nets")["date"] == "Spring 2024"
    row = article("The Gull", "", "Nets of 2024")
    assert (row["title"], row["date"]) == ("Nets of 2024", None)
    row = article("The Gull", "", "Nets of 2024 " + "x" * 27, "", "Nets")
    assert row["date"] is None
    far = ["The Gull", "", "a", "", "b", "", "c", "", "March 8, 2024"]
    assert article(*far)["date"] is None
    assert article(*far[:6], "March 8, 2024")["date"] == "2024-03-08"
    long = "x" * 76 + " March 8, 2024"
    assert article("The Gull", "", long, "", "Nets")["date"] is None
    assert article("The Gull", "", long[1:], "", "Nets")["date"] == "2024-03-08"
    row = article("March 8, 2024", "", "Nets")
    assert ("publication" in row, row["date"], row["title"]) == (False, "2024-03-08", "Nets")
    row = article_of(["The Gull", "", "March 8, 2024", "", "LENGTH: 3 words", "", "HEADLINE: Nets",
                      "", "Boats."])  # fmt: skip
    assert (row["title"], row["text"]) == ("Nets", "Boats.")
    row = article("The Gull", "", "March 8, 2024", "", "Update: Nets")
    assert row["title"] == "Update: Nets"


def test_without_fields_the_headline_is_what_follows_the_day():
    row = article_of(["The Gull", "", "March 8, 2024", "", "Nets", "", "Boats.", "", "More."])
    assert (row["title"], row["text"]) == ("Nets", "Boats.\n\nMore.")
    row = article_of(["The Gull", "", "March 8, 2024", "", "Nets", "", "Boats.", "", "LANGUAGE: x"])
    assert (row["title"], row["text"], row["language"]) == ("Nets", "Boats.", "x")
    long = "x" * 301
    row = article_of(["The Gull", "", "March 8, 2024", "", "Nets", "", long, "", "LENGTH: 3 words"])
    assert (row["title"], row["text"]) == ("Nets", long)
    row = article_of(["The Gull", "", "March 8, 2024", "", "Nets", "", long[1:], "", "LENGTH: 3"])
    assert (row["title"], row["highlight"], row["text"]) == ("Nets", long[1:], "")
    assert article_of(["Nets"]) == {"title": "", "text": "Nets", "date": None}
    assert article_of([]) == {"title": "", "text": "", "date": None}


def test_captions_behind_a_text_are_no_text_unless_there_is_too_much():
    base = ["The Gull", "", "March 8, 2024", "", "Nets", "", "LENGTH: 3 words", "", "Boats.", ""]
    row = article_of(
        [*base, "GRAPHIC: A map.", "", "A boat.", "", "LANGUAGE: x", "", "A late word."]
    )
    assert (row["graphic"], row["language"]) == ("A map.; A boat.", "x")
    assert row["text"] == "Boats.\n\nA late word."
    row = article_of([*base, "SUBJECT: FISH (90%)", "", "NETS (80%)", "", "more"])
    assert row["subject"] == "FISH (90%); NETS (80%)"
    assert row["text"] == "Boats.\n\nmore"
    long = "x" * 401
    assert article_of([*base, "GRAPHIC: A map.", "", long])["text"] == f"Boats.\n\n{long}"
    row = article_of([*base, "GRAPHIC: A map.", "", long[1:]])
    assert (row["text"], row["graphic"]) == ("Boats.", f"A map.; {long[1:]}")
    row = article_of([*base, "BODY:", "More.", "", "LENGTH: 9", "", "SECTION: x"])
    assert row["text"] == "Boats.\n\nMore.\n\nLENGTH: 9\n\nSECTION: x"


def word_row(*lines):
    lines = [Paragraph(line, False, False) for line in (*lines, "End of Document")]
    return word_articles(lines, "a.txt", [])[0]


def test_heads_of_articles_for_word():
    row = word_row("Nets", "The Gull", "March 8, 2024 Friday", "Late Edition", "(c) 2024 Gull",
                   "All rights", "Section: World", "Byline: Ana", "Body", "Boats.")  # fmt: skip
    assert row == {
        "title": "Nets", "publication": "The Gull", "date": "2024-03-08", "edition": "Late Edition",
        "section": "World", "byline": "Ana", "text": "Boats.",
    }  # fmt: skip
    row = word_row("Nets", "March 8, 2024", "Body", "Boats.")
    assert (row["publication"], row["date"]) == ("", "2024-03-08")
    assert word_row("Nets", "The Gull", "Spring 2024", "Body", "x")["date"] == "Spring 2024"
    assert word_row("Nets", "The Gull", "x" * 101 + " 2024", "Body", "x")["date"] is None
    for name in ("Body", "Body:", "Full text", "Volltext", "Cuerpo"):
        assert word_row("Nets", "The Gull", "March 8, 2024", name, "x")["text"] == "x"
    long = "x" * 121
    row = word_row("Nets", "The Gull", "March 8, 2024", "Section: World", long, "y")
    assert (row["section"], row["text"]) == ("World", f"{long}\n\ny")
    row = word_row("Nets", "The Gull", "March 8, 2024", "a", "Language: x", "y")
    assert (row["date"], row["text"]) == ("2024-03-08", "a\n\nLanguage: x\n\ny")


def factiva(*lines):
    lines = (*lines, "Document QUAY000020140313ea3d0001a")
    return factiva_articles([Paragraph(line, False, False) for line in lines])[0]


def test_so_many_facts_stand_below_the_day_of_factiva():
    head = ["Nets", "33 words", "8 March 2024"]
    facts = [f"fact {n}" for n in range(12)]
    for number, ends in ((11, True), (12, False)):
        row = factiva(*head, *facts[:number], "(c) 2024 Quay", "Boats.")
        assert row["text"].endswith("(c) 2024 Quay\n\nBoats.") != ends, number
    row = factiva(*head, "The Quay", "x" * 150, "", "Boats.")
    assert row["text"] == "Boats."
    row = factiva(*head, "The Quay", "x" * 151, "", "Boats.")
    assert row["text"] == f"{'x' * 151}\n\nBoats."
    row = factiva(*head, "The Quay", "Q1", "x" * 100, "y" * 99, "p" * 18 + "3", "p" * 19 + "3",
                  "n" * 40, "(c) 2024 Quay", "Boats.")  # fmt: skip
    assert (row["edition"], row["page"]) == (f"{'y' * 99}; {'p' * 19}3; {'n' * 40}", f"{'p' * 18}3")
    assert "language" not in row
    assert factiva(*head, "The Quay", "n" * 39, "(c) 2024 Quay", "x")["language"] == "n" * 39


# --- bytes ----------------------------------------------------------------------------------------


def test_the_likely_encodings_are_named():
    def advice(*scores):
        found = [Candidate(f"c{n}", f"é{n}", score, 1) for n, score in enumerate(scores)]
        return Guess(tuple(found), False).advice()

    assert advice() == ""
    assert advice(0.9, 0.8, 0.7, 0.66) == (
        "`encoding='c0'` ('é0'), `encoding='c1'` ('é1'), `encoding='c2'` ('é2')"
    )
    assert advice(0.9, 0.66, 0.64) == "`encoding='c0'` ('é0'), `encoding='c1'` ('é1')"
    assert advice(0.4, 0.3, 0.29) == "`encoding='c0'` ('é0'), `encoding='c1'` ('é1')"
    assert advice(0.29) == ""


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
     (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be")],
)  # fmt: skip
def test_a_mark_of_the_order_of_bytes_goes_before_what_is_said(mark, encoding):
    data = mark + "café\r\nb\rc".encode(encoding)
    assert decode(data, name="a", encoding="cp1252") == ("café\nb\nc", 0)
    assert has_mark(data)
    assert not has_mark(data[len(mark) :])
    assert looks_like_text(data, "ascii")


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        (b"plain text", True), (b"a\0b", False), (b"a\x1b$b", False), (b"\x01" + b"a" * 19, True),
        (b"\x01" + b"a" * 18, False), (b"\x1a\x1b\t\r\n", True), (b"caf\xe9", False),
        (b"a" * 4096 + b"\x01" * 999, True), (b"\x0e\x1f\x08", False), (b"", True),
    ],
)  # fmt: skip
def test_bytes_that_are_text(data, is_text):
    assert looks_like_text(data, "utf-8") == is_text
    assert looks_like_text("é".encode("utf-16-le"), "utf-16-le")
    assert looks_like_text("é".encode("utf-32-le"), "utf-32-le")
