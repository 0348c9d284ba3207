"""What files, columns and fields are called, and what the account says of them."""

import itertools
import time
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.errors import InputError
from topics.readers.account import Account, KindRead
from topics.readers.columns import as_text, renaming_of
from topics.readers.datenames import date_column, is_of_change
from topics.readers.factiva import CODES
from topics.readers.fields import column_of, split_label
from topics.readers.files import File, kind_of
from topics.readers.ids import Ids
from topics.readers.leftout import left_out, system_file
from topics.readers.markup import heading_of, html_to_text, is_markup
from topics.readers.months import is_weekday, month_of
from topics.readers.options import ReadOptions
from topics.readers.pages import lines_of, text_of
from topics.readers.textnames import text_column

# --- what files, columns and fields are called ----------------------------------------------------

TABLE = Path(__file__).parent / "data" / "names_in_files.tsv"
NAMES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "names_in_files.tsv")
    .read_text("utf-8")
    .split("\n")
    if line and not line.startswith("#")
]


def named(kind):
    return [(what, name) for own, what, names in NAMES if own == kind for name in names.split("|")]


def test_every_name_of_a_field_of_an_export_is_known():
    for column, label in named("field"):
        assert column_of(label) == column, label
        assert split_label(f"{label.upper()}: x") == (label.upper(), column, "x"), label


def test_every_name_of_a_column_is_known():
    for _, name in named("text"):
        assert text_column(["x", name]) == name
    for own, name in named("title"):
        assert renaming_of([name, "text"], {}, "a.csv") == ({} if name == own else {name: own})
    for _, name in named("date"):
        assert date_column(["x", name], {name: "2024-03-18"}) == name, name
    # the day of publication goes before that of making, which goes before that of changing
    before = {"made": "date", "changed": "timestamp"}
    for what, name in named("date"):
        if what in before:
            both = {name: "2024-03-18", before[what]: "2024-03-19"}
            assert date_column(both, both) == before[what], name


def test_columns_of_change_are_told():
    assert all(is_of_change(name) for what, name in named("date") if what == "changed")
    assert not any(is_of_change(name) for what, name in named("date") if what == "published")


def test_the_first_names_of_a_text_go_before_the_later_ones():
    names = [name for _, name in named("text")]
    for first, second in itertools.pairwise(names):
        assert text_column([second, first]) == first
    assert text_column(reversed(names)) == "text"


def test_every_ending_tells_its_kind_or_what_to_do():
    for kind, ending in named("ending"):
        assert kind_of(f"a/b{ending}") == kind_of(f"A/B{ending.upper()}") == kind
        assert kind_of(f"b{ending}.gz") == kind
    for advice, ending in named("unread"):
        left = left_out(f"a/b.{ending}")
        assert (left.kind, left.advice) == (f".{ending}", advice)
        assert left.reason == "kind that is not read"
        assert kind_of(f"b.{ending}") is None
    assert left_out("a.odd").advice == "convert it to .txt or .csv"
    assert left_out("README") == left_out("README")
    assert left_out("README").advice == "give it an ending such as .txt"
    assert left_out(".hidden").kind == ""
    for name in ("tweets.js", "tweet.js", "tweets-part1.js", "community-tweet.js", "note-tweet.js"):
        assert kind_of(f"data/{name}") == "json"
    assert kind_of("jquery.js") is kind_of("tweetsx.js") is None


@pytest.mark.parametrize(
    ("name", "what"),
    [("._a.txt", "resource fork of macOS"), ("__MACOSX", "resource fork of macOS"),
     ("~$a.docx", "lock of an office program"), (".~lock.a.odt#", "lock of an office program"),
     ("Thumbs.db", "file of the system"), ("desktop.ini", "file of the system"),
     (".DS_Store", "file of the system"), ("ehthumbs.db", "file of the system"),
     ("Icon\r", "file of the system"), (".a", "hidden file"), ("a.txt", None)],
)  # fmt: skip
def test_files_of_systems(name, what):
    assert system_file(name) == what


def test_every_code_of_a_factiva_table_is_known():
    assert dict(CODES) == {code: column for column, code in named("code")}


def test_names_of_months_and_weekdays():
    for number, name in named("month"):
        assert month_of(name) == month_of(name.upper()) == month_of(f"{name}.") == int(number)
    for _, name in named("weekday"):
        assert is_weekday(name)
        assert month_of(name) is None
    assert (month_of("Maerz"), month_of("сен"), month_of("mrt")) == (3, 9, 3)


@pytest.mark.parametrize(
    "tag", ["p", "div", "br", "li", "td", "h1", "h6", "blockquote", "pre", "section", "article"]
)
def test_blocks_of_pages_part_paragraphs(tag):
    html = pytest.importorskip("lxml.html")
    if tag != "td":
        assert html_to_text(f"one<{tag}>two</{tag}>three").split() == ["one", "two", "three"]
        assert "\n\n" in html_to_text(f"one<{tag}>two</{tag}>three")
    page = f"<div>one<{tag}>two</{tag}>three</div>"
    if tag == "br":
        assert lines_of(html.fromstring("<div>one<br>two</div>")) == ["one", "two"]
    elif tag == "td":
        row = html.fromstring("<table><tr><td>one</td><td>two</td></tr></table>")
        assert lines_of(row) == ["one", "", "two"]
    else:
        assert lines_of(html.fromstring(page)) == ["one", "", "two", "", "three"]


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript"])
def test_what_is_not_seen_is_no_text(tag):
    html = pytest.importorskip("lxml.html")
    page = f"<div>one <{tag}>x</{tag}>two<!-- y --> three</div>"
    assert html_to_text(page) == "one two three"
    assert text_of(html.fromstring(page)) == "one two three"


def test_markup_and_headings():
    for tag in ("p", "div", "span", "a", "em", "strong", "b", "i", "h1", "h6", "li"):
        assert is_markup(f"x</{tag}>"), tag
    for text in ("a<br>b", "<p class='x'>b", "a<BR/>b"):
        assert is_markup(text)
    for text in ("a </x> b", "a < b > c", "<pre>"):
        assert not is_markup(text)
    assert heading_of("<h4>a</h4>") == ""
    assert heading_of("<h3 id='x'>a <i>b</i></h3><h1>c</h1>") == "a b"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one<!-- a > b -->two</p>", "onetwo"),
        ("<p>one<!-->two<!--->three", "onetwothree"),  # comments that end at once
        ("<p>one</p><!-- two", "one\n\n<!-- two"),  # without an end: nothing is lost
        ("<p>one<!-- <script> -->two</p><script>if (a<b) {}</script>three", "onetwo\n\nthree"),
        ("<script>a = '<!--'</script>one<script>b = '-->'</SCRIPT >two", "onetwo"),
        ("one<style>p > a {}</style\n>two<script>never", "onetwo"),
        ("<p>one<![if !supportLists]>two<![endif]>three</p>", "onetwothree"),
        ("<!--[if !mso]><!-->one<!--<![endif]-->two", "onetwo"),
        ("<p>one<![endif]-->two</p>", "onetwo"),
        ("<![CDATA[<p>one</p>]]><p>2 < 3</p>", "one\n\n2 < 3"),
        ("<p>one<![two[three]]>four</p>", "one<![two[three]]>four"),
        ("<p>one <![two</p>three", "one <![two\n\nthree"),
        ("<p>one > two <three four", "one > two <three four"),
    ],
)
def test_comments_and_sections(page, text):
    assert html_to_text(page) == text


PIECES = (
    "<a ", "<a '", '<a x="', "<!--", "-->", "<![", "<![CDATA[", "]]>", "<![if ", "<!", "<?", "</a",
    "<script>", "</script>", "</script", "<style ", "<h1>", "<p>", "]", "'", ">", "<", "&#", "\x00",
    "a ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_markup_is_too_broken(page):
    text = html_to_text(page)
    assert html_to_text(f"<p>before</p>{page}").split()[0].startswith("before")
    assert "\x00" not in text


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("end", ["", ">"])
def test_broken_markup_takes_time_as_it_is_long(piece, end):
    began = time.process_time()
    html_to_text(piece * (200_000 // len(piece)) + end)
    assert time.process_time() - began < 5  # a quarter of a second; the square took minutes


# --- ids and columns ------------------------------------------------------------------------------


def test_ids_of_several_files():
    ids = Ids()
    first, second = (File(name, "csv", None) for name in ("a.csv", "b.csv"))
    for n, value in enumerate((None, "", float("nan"))):
        assert ids.take(value, first, n) == f"a:{n}"
    assert ids.take(7, first, 3) == "7"
    ids = Ids()
    assert [ids.take("1", first, 1), ids.take("1", second, 1)] == ["1", "b.csv:1"]
    assert ids.take("2", second, 2) == "2"
    assert ids.take("2", first, 2) == "a.csv:2"
    assert ids.remarks() == [
        "2 documents have the name of their file in their doc_id, as another file has the same id: "
        "'b.csv:1' for '1'"
    ]
    with pytest.raises(InputError, match=r"^b\.csv: document 9: the doc_id '2' is already used in"):
        ids.take("2", second, 9)
    assert Ids().remarks() == []
    alike = Ids()
    text, page = File("a.txt", "txt", None), File("a.html", "html", None)
    assert [alike.take("a", text, 1), alike.take("a", page, 1)] == ["a", "a.html"]


@pytest.mark.parametrize(
    ("keys", "given", "renaming"),
    [
        (["body", "headline", "id"], {}, {"body": "text", "headline": "title", "id": "doc_id"}),
        (["text", "body"], {}, {}),
        (["title", "headline", "text"], {}, {}),
        (["headline", "webtitle", "text"], {}, {"headline": "title"}),
        (["source", "text"], {}, {"source": "given_source"}),
        (["Text", "n"], {"Text": "text", "n": "title"}, {"Text": "text", "n": "title"}),
        (["created", "published", "text"], {}, {"published": "date"}),
    ],
)
def test_columns_under_their_names(keys, given, renaming):
    assert renaming_of(keys, given, "a.csv") == renaming


def test_columns_that_cannot_be_named():
    with pytest.raises(InputError, match=r"^a\.csv: two columns would be called 'text'\. Change"):
        renaming_of(["text", "x"], {"x": "text"}, "a.csv")
    with pytest.raises(InputError, match=r"no column with the text; found n and m; name the one"):
        renaming_of(["n", "m"], {}, "a.csv")
    assert [as_text(value, "text", "x") for value in (None, 3, 2.5, float("nan"), pd.NA, "a")] == [
        "", "3", "2.5", "", "", "a",
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"^x: 'text' is list, not text\. Map another column"):
        as_text([], "text", "x")


# --- remarks of options ---------------------------------------------------------------------------


def test_an_account_of_nothing_is_all_noughts():
    assert KindRead(kind="csv") == KindRead(kind="csv", read=0, skipped=0, documents=0)
    told = asdict(Account(documents=0))
    assert not any(told.values()), told
    assert told == {
        "path": "", "documents": 0, "files": 0, "characters": 0, "kinds": (), "skipped": (),
        "inputs": {}, "large_single": (), "replaced_characters": 0, "encodings": {}, "dates": {},
        "dates_missing": 0, "dates_unreadable": 0, "dates_unreadable_examples": (), "remarks": (),
    }  # fmt: skip
    assert Account(documents=0).warnings == ()
    assert Account(documents=0).skipped_files == 0


def test_remarks_name_one_file_or_count_several():
    options = ReadOptions()
    options.count_export("Nexis", "a.txt", 1)
    assert options.all_remarks() == ["a.txt: a Nexis export of 1 article"]
    options.count_export("Nexis", "b.txt", 1200)
    options.split_files, options.split_parts = 1, 7
    options.remarks.append("last")
    assert options.all_remarks() == [
        "2 Nexis exports with 1,201 articles", "1 file split into 7 documents", "last",
    ]  # fmt: skip
    options.split_files, options.split_parts = 1000, 2000
    assert "1,000 files split into 2,000 documents" in options.all_remarks()
    options.guessed = {"cp1251": ["a.txt ('x')", "b.txt ('y')"], "cp1250": ["c.txt ('z')"]}
    assert options.all_remarks()[:2] == [
        "not in UTF-8: c.txt ('z') was read as cp1250, told from its bytes; if that is wrong, pass "
        "`encoding='...'`",
        "not in UTF-8: a.txt ('x') was read as cp1251, with 1 more files, told from its bytes; if "
        "that is wrong, pass `encoding='...'`",
    ]
    assert options.encodings() == {"cp1250": 1, "cp1251": 2}
    fresh = options.fresh()
    assert fresh.all_remarks() == []
    assert fresh == ReadOptions()


def test_what_is_chosen_is_chosen_again():
    chosen = ReadOptions(encoding="cp1252", errors="replace", text_names=frozenset({"x"}),
                         database="nexis", split="off", as_text=True)  # fmt: skip
    assert chosen.fresh() == chosen
