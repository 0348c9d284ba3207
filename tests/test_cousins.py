"""Files that are not quite what their names say, or hold many texts: read whole, or with a word."""

import json

import pandas as pd
import pytest
from test_readers import docx, write

from topics import cli
from topics.errors import InputError
from topics.readers.corpus import read_corpus, read_with_account

TEXTS = [
    f"The ministers of {first} and {second} met in the old port and spoke about {what} all day."
    for first, second, what in [
        ("Norway", "Peru", "herring"), ("Latvia", "Sweden", "ferries"), ("Kenya", "Egypt", "tea"),
        ("Chile", "Japan", "copper"), ("Estonia", "Finland", "a cable"),
    ]
]  # fmt: skip
TITLES = ["Herring talks", "Ferry talks", "Tea talks", "Copper talks", "Cable talks"]
DAYS = [f"2024-03-1{n}" for n in range(5)]


def facts(path, **options):
    reading = read_with_account(path, **options)
    corpus = reading.corpus
    days = [None if pd.isna(day) else str(day.date()) for day in corpus["date"]]
    return corpus["title"].tolist(), corpus["text"].tolist(), days, reading.account.remarks


def as_csv(header, separator=","):
    rows = [f"{title}{separator}{text}{separator}{day}" for title, text, day in
            zip(TITLES, TEXTS, DAYS, strict=True)]  # fmt: skip
    return "\n".join([separator.join(header), *rows]) + "\n"


# --- tables -------------------------------------------------------------------------------------

HEADERS = {
    "de": ("Überschrift", "Volltext", "Veröffentlichungsdatum"),
    "fr": ("Titre", "Texte", "Date de publication"),
    "es": ("Titular", "Cuerpo", "Fecha"),
    "pt": ("Título", "Conteúdo", "Data de publicação"),
    "it": ("Titolo", "Testo", "Data di pubblicazione"),
    "nl": ("Kop", "Tekst", "Publicatiedatum"),
    "tr": ("Başlık", "İçerik", "Yayın tarihi"),
    "ru": ("Заголовок", "Текст", "Дата публикации"),
    "kk": ("Тақырып", "Мәтін", "Күні"),
    "ar": ("العنوان", "النص", "تاريخ النشر"),
    "zh": ("标题", "正文", "发布时间"),
    "ja": ("見出し", "本文", "公開日"),
    "ko": ("제목", "본문", "작성일"),
}


@pytest.mark.parametrize("language", HEADERS)
def test_columns_named_in_other_languages(tmp_path, language):
    path = write(tmp_path / "a.csv", as_csv(HEADERS[language]))
    assert facts(path)[:3] == (TITLES, TEXTS, DAYS)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_with_the_separator_above_the_header(tmp_path, mark, end):
    data = f"sep={mark}{end}" + as_csv(("title", "text", "date"), mark).replace("\n", end)
    assert facts(write(tmp_path / "a.csv", data))[:3] == (TITLES, TEXTS, DAYS)
    with pytest.raises(InputError, match=r"a.csv: line 8: row 6 has 2 fields"):
        read_corpus(write(tmp_path / "a.csv", f"{data}one{mark}two\n"))


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_a_table_under_the_name_of_a_text_is_read_as_a_table(tmp_path, mark):
    path = write(tmp_path / "a.txt", as_csv(("title", "text", "date"), mark))
    titles, texts, days, remarks = facts(path)
    assert (titles, texts, days) == (TITLES, TEXTS, DAYS)
    assert remarks == ("a.txt: a table under the name .txt, and read as such",)


@pytest.mark.parametrize(
    "text",
    ["Text, title and date: what a header needs.", "Story, date\nare words of a poem", "Body; id",
     "The body, the date and the title were missing.\n\nNobody knew why."],
)  # fmt: skip
def test_a_text_that_names_such_words_stays_a_text_or_says_what_it_is(tmp_path, text):
    path = write(tmp_path / "a.txt", text)
    if text.startswith(("Story", "Body")):
        with pytest.raises(InputError, match=r"a.txt: (line 2|.*no document|nothing)"):
            facts(path)
    else:
        assert facts(path)[1] == [text]


def test_html_in_a_table_is_read_without_its_tags(tmp_path):
    frame = pd.DataFrame(
        {"text": [f"<div><p>{text}</p><script>x</script></div>" for text in TEXTS]}
    )
    frame.to_csv(tmp_path / "a.csv")
    _, texts, _, remarks = facts(tmp_path / "a.csv")
    assert texts == TEXTS
    assert remarks == ("texts written in HTML, read without its tags: 5",)
    plain = pd.DataFrame({"text": ["Prices < 5 and > 3.", "x <y> z"]})
    assert read_corpus(plain)["text"].tolist() == ["Prices < 5 and > 3.", "x <y> z"]


def test_a_list_for_each_column(tmp_path):
    value = {"title": TITLES, "text": TEXTS, "date": DAYS}
    assert facts(write(tmp_path / "a.json", json.dumps(value)))[:3] == (TITLES, TEXTS, DAYS)
    uneven = value | {"date": DAYS[:3]}
    with pytest.raises(InputError, match=r"a.json: document 1: 'text' is list"):
        read_corpus(write(tmp_path / "a.json", json.dumps(uneven)))


# --- texts that are something else --------------------------------------------------------------


def test_pages_rich_text_and_feeds_under_the_name_of_a_text(tmp_path):
    pytest.importorskip("trafilatura")
    pytest.importorskip("striprtf")
    body = f"<body><article><h1>Talks</h1><p>{' '.join(TEXTS)}</p></article></body>"
    write(tmp_path / "1.txt", f"<!-- saved -->\n<!DOCTYPE html><html>{body}</html>")
    write(tmp_path / "2.txt", rf"{{\rtf1\ansi {TEXTS[0]}}}")
    item = f"<item><title>Talks</title><description>{TEXTS[1]}</description></item>"
    write(
        tmp_path / "3.txt",
        f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>',
    )
    _, texts, _, remarks = facts(tmp_path)
    assert texts == [" ".join(TEXTS), TEXTS[0], TEXTS[1]]
    assert remarks[:2] == (
        "1.txt: a web page under the name .txt, and read as such",
        "2.txt: rich text under the name .txt, and read as such",
    )


# --- many texts in one file ---------------------------------------------------------------------


def sections(head, day):
    return "".join(
        f"{head(title)}{day(when)}<p>{text}</p><p>They go on.</p><hr>"
        for title, when, text in zip(TITLES, DAYS, TEXTS, strict=True)
    )


@pytest.mark.parametrize("level", ["h1", "h2"])
def test_a_page_of_headings_with_a_day_below_each_is_many_documents(tmp_path, level):
    pytest.importorskip("trafilatura")
    body = sections(lambda title: f"<{level}>{title}</{level}>", lambda day: f"<p>{day}</p>")
    path = write(tmp_path / "a.html", f"<html><body>{body}</body></html>")
    titles, texts, days, remarks = facts(path)
    assert (titles, days) == (TITLES, DAYS)
    assert [text.partition("\n")[0] for text in texts] == TEXTS
    assert remarks == ("a.html: 5 headings with a day below each; each is a document",)
    assert len(read_corpus(path, split="off")) == 1


def test_a_word_file_of_headings_with_a_day_below_each_is_many_documents(tmp_path):
    lines = [line for title, day, text in zip(TITLES, DAYS, TEXTS, strict=True)
             for line in (f"# {title}", day, text)]  # fmt: skip
    assert facts(write(tmp_path / "a.docx", docx(lines)))[:3] == (TITLES, TEXTS, DAYS)
    without = [line for line in lines if line not in DAYS]
    assert len(read_corpus(write(tmp_path / "a.docx", docx(without)))) == 1


def test_short_notes_below_a_long_article_are_no_documents(tmp_path):
    pytest.importorskip("trafilatura")
    long = "".join(f"<p>{text}</p>" for text in TEXTS * 9)
    notes = "".join(f"<h2>{title}</h2><p>{day}</p><p>{TEXTS[0]}</p>" for title, day in
                    zip(TITLES, DAYS, strict=True))  # fmt: skip
    page = f"<html><body><article><h1>Quay</h1>{long}{notes}</article></body></html>"
    assert len(read_corpus(write(tmp_path / "a.html", page))) == 1


# Telegram Desktop, "Export chat history" as HTML: messages.html
MESSAGE = (
    '<div class="message default clearfix{joined}" id="message{n}"><div class="body">'
    '<div class="pull_right date details" title="0{n}.03.2024 10:05:00 UTC+01:00">10:05</div>'
    "{name}{text}</div></div>"
)
SERVICE = (
    '<div class="message service" id="message-1"><div class="body details">1 March 2024</div></div>'
)


def test_pages_of_a_telegram_chat(tmp_path):
    pytest.importorskip("trafilatura")
    name = '<div class="from_name">\nAna </div>'
    messages = SERVICE + "".join(
        MESSAGE.format(
            n=n, joined=" joined" if n > 2 else "", name=name if n == 2 else "",
            text="" if n == 4 else f'<div class="text">\n{TEXTS[n - 2]}<br>More.</div>',
        )
        for n in (2, 3, 4, 5)
    )  # fmt: skip
    header = '<div class="page_header"><div class="text bold">\nHarbour </div></div>'
    page = f'<html><body>{header}<div class="history">{messages}</div></body></html>'
    path = write(tmp_path / "messages.html", page)
    reading = read_with_account(path)
    corpus = reading.corpus
    assert corpus["doc_id"].tolist() == ["messages:2", "messages:3", "messages:5"]
    assert corpus["text"].tolist() == [f"{TEXTS[n]}\nMore." for n in (0, 1, 3)]
    assert [str(day.date()) for day in corpus["date"]] == ["2024-03-02", "2024-03-03", "2024-03-05"]
    assert corpus[["chat", "from"]].drop_duplicates().to_numpy().tolist() == [["Harbour", "Ana"]]
    assert reading.account.remarks == ("messages.html: 1 messages without text are left out",)


# --- what the terminal says ---------------------------------------------------------------------


def test_documents_without_text_are_a_warning(tmp_path, capsys):
    items = "".join(f"<item><title>{title}</title></item>" for title in TITLES)
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    write(tmp_path / "feed.xml", feed)
    assert cli.main(["clean", str(tmp_path / "feed.xml"), "--out", str(tmp_path / "o")]) == 0
    said = capsys.readouterr().err.splitlines()
    assert "warning: documents: 5 read, 5 kept; 5 of these have a title and no text" in said


def test_advice_that_begins_with_a_hyphen_can_be_typed(tmp_path, capsys):
    lines = "\n---\n".join(f"{title}\n\n{day}\n\n{text}\n" for title, day, text in
                           zip(TITLES, DAYS, TEXTS, strict=True))  # fmt: skip
    path, out = str(write(tmp_path / "a.txt", lines)), str(tmp_path / "o")
    assert cli.main(["clean", path, "--out", out]) == 2
    said = capsys.readouterr().err
    assert "Split it with --split=---, or" in said
    assert cli.main(["clean", path, "--out", out, "--split=---"]) == 0
    assert "(5 of 5 documents)" in capsys.readouterr().out


def test_years_in_names_of_files_are_pointed_to(tmp_path):
    (tmp_path / "Session 68 - 2013").mkdir()
    for name, text in zip(("NOR_68_2013", "PER_68_2013"), TEXTS, strict=False):
        write(tmp_path / "Session 68 - 2013" / f"{name}.txt", text)
    (remark,) = facts(tmp_path)[3]
    assert remark == (
        "no document has a date, but names of files hold a year, such as NOR_68_2013: pass "
        "`pattern='{part1}_{part2}_{date:%Y}'`"
    )
    corpus = read_corpus(tmp_path, pattern="{part1}_{part2}_{date:%Y}")
    assert corpus["date"].dt.year.tolist() == [2013, 2013]


# --- texts that open with who and when ----------------------------------------------------------

CHATS = {
    "android": "1{n}/03/2024, 10:05 - Ana Sol: {text}",
    "iphone": "[1{n}.03.24, 10:05:12] Ana Sol: {text}",
    "american": "3/1{n}/24, 10:05 PM - Ana Sol: {text}",
    "agency": "OSLO, March 1{n} (Reuters) - {text}\n\n((Reporting by A. Sol))\n",
}


@pytest.mark.parametrize("form", CHATS)
def test_messages_and_dispatches_one_after_another_are_not_one_document(tmp_path, form):
    lines = [CHATS[form].format(n=n, text=text) for n, text in enumerate(TEXTS)]
    path = write(tmp_path / "a.txt", "\n".join(lines))
    with pytest.raises(
        InputError, match=r"stands in it 5 times .* Split it with `split="
    ) as caught:
        read_corpus(path)
    pattern = str(caught.value).partition("`split='")[2].partition("'`")[0].replace("\\\\", "\\")
    assert len(read_corpus(path, split=pattern)) == 5


@pytest.mark.parametrize(
    "text",
    ["OSLO, March 1 (Reuters) - One dispatch.\n\nRIGA (Reuters) - It names another.",
     "Nets (cotton) - soft\nNets (nylon) - hard\nNets (steel) - rare\nNets (old) - torn",
     "12/03/2024, 10:05 - the boats left\n12/03/2024, 11:05 - they came back\nNobody knew why."],
)  # fmt: skip
def test_texts_that_only_look_so_are_one_document(tmp_path, text):
    assert read_corpus(write(tmp_path / "a.txt", text))["text"].tolist() == [text]


@pytest.mark.parametrize(
    "mark", ["Документ {n} из 5", "Документ {n} із 5", "文章 {n}/5", "Haber {n}/5"]
)
def test_numbered_documents_in_other_languages_are_not_one(tmp_path, mark):
    blocks = [f"{mark.format(n=n + 1)}\n\n{title}\n\n{text}" for n, (title, text) in
              enumerate(zip(TITLES, TEXTS, strict=True))]  # fmt: skip
    with pytest.raises(InputError, match="not one document, it seems"):
        read_corpus(write(tmp_path / "a.txt", "\n\n".join(blocks)))


def test_mails_under_the_name_of_a_text(tmp_path):
    head = "From: Ana <a@q.example>\nTo: b@q.example\nSubject: {}\n"
    head += "Date: Mon, 1{} Mar 2024 10:00:00 +0000"
    mails = [f"{head.format(title, n)}\n\n{text}\n\n{text[::-1]}" for n, (title, text) in
             enumerate(zip(TITLES, TEXTS, strict=True))]  # fmt: skip
    titles, texts, days, remarks = facts(write(tmp_path / "a.txt", mails[0]))
    assert (titles, days) == (TITLES[:1], DAYS[:1])
    assert texts[0].startswith(TEXTS[0])
    assert remarks == ("a.txt: a mail under the name .txt, and read as such",)
    with pytest.raises(InputError, match="not one document, it seems"):
        facts(write(tmp_path / "a.txt", "\n\n".join(mails)))
    box = "\n".join(f"From a@q.example Mon Mar 1{n} 10:00:00 2024\n{mail}\n" for n, mail in
                    enumerate(mails))  # fmt: skip
    assert facts(write(tmp_path / "a.txt", box))[0] == TITLES
    note = "From: the pier\n\nTo: nobody\n\nSubject: nets\n\nWe wrote this on a wall."
    assert facts(write(tmp_path / "a.txt", note))[1] == [note]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "koi8-r"])
@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
def test_letters_in_mails_that_declare_nothing(tmp_path, encoding, name):
    if encoding == "koi8-r":
        title, text = (
            "Сельдь в Осло",
            "Министры говорили о сельди и о лодках в порту Осло.",
        )
    else:
        title, text = (
            "Café Málaga",
            "Señor Peña habló en Málaga con los ministros de Perú.",
        )
    mail = f"From: Ana\nTo: b\nSubject: {title}\nDate: Mon, 11 Mar 2024 10:00:00 +0000\n\n{text}"
    corpus = read_corpus(write(tmp_path / name, mail.encode(encoding)))
    assert corpus.loc[0, "text"] == text
    assert corpus.loc[0, "title"] == title


# --- odd texts ----------------------------------------------------------------------------------


def test_words_for_nothing_are_empty_texts_and_counted(tmp_path):
    words = ["nan", "None", "NULL", "[removed]", "<NA>"]
    frame = pd.DataFrame({"title": [*TITLES, *TITLES], "text": [*TEXTS, *words]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    _, texts, _, remarks = facts(tmp_path / "a.csv")
    assert texts == [*TEXTS, *[""] * 5]
    (remark,) = remarks
    assert remark.endswith("taken as empty: 5")


def test_letters_that_were_misread_before_are_pointed_to(tmp_path):
    wrong = [f"{text} Café Müller".encode().decode("cp1252") for text in TEXTS]
    pd.DataFrame({"text": [*wrong, "São Tomé, Ângela, PÃO", "Ørsted – “quay”"]}).to_csv(
        tmp_path / "a.csv"
    )
    (remark,) = facts(tmp_path / "a.csv")[3]
    assert "such as 'CafÃ©': 5; `topics clean --mojibake` repairs them" in remark


@pytest.mark.parametrize("day", ["2567-03-12", "1402-12-22", "1402/12/22", "2124-03-12"])
def test_years_of_other_calendars_are_no_dates(tmp_path, day):
    path = write(tmp_path / "a.csv", f"text,date\n{TEXTS[0]},{day}\n")
    reading = read_with_account(path)
    assert reading.corpus["date"].isna().all()
    assert reading.account.dates_unreadable == 1


@pytest.mark.parametrize(
    "stamp", ["2024-03-12 23:30:00.123456+00", "2024-03-12T10:00:00+09:00[Asia/Tokyo]"]
)
def test_stamps_of_databases_are_days(tmp_path, stamp):
    path = write(tmp_path / "a.csv", f"text,date\n{TEXTS[0]},{stamp}\n")
    assert facts(path)[2] == ["2024-03-12"]


def test_a_list_of_articles_with_days_is_many_and_a_long_one_above_is_not_lost(tmp_path):
    pytest.importorskip("trafilatura")
    items = "".join(
        f"<div><h3><a href='/x'>{title}</a></h3><span>{day}</span><p>{text}</p></div>"
        for title, day, text in zip(TITLES, DAYS, TEXTS, strict=True)
    )
    page = "<html><body><h1>Quay news</h1>{}" + items + "</body></html>"
    assert facts(write(tmp_path / "a.html", page.format("")))[::2] == (TITLES, DAYS)
    above = "".join(f"<p>{text}</p>" for text in TEXTS)
    assert len(read_corpus(write(tmp_path / "a.html", page.format(above)))) == 1


def test_the_day_beside_a_text_inside_an_object_is_taken_and_that_of_an_account_is_not(tmp_path):
    posts = [{"uri": n, "record": {"text": text, "createdAt": day, "langs": ["en"]},
              "author": {"handle": "quay", "createdAt": "2010-01-01"}}
             for n, (text, day) in enumerate(zip(TEXTS, DAYS, strict=True))]  # fmt: skip
    assert facts(write(tmp_path / "a.json", json.dumps({"posts": posts})))[2] == DAYS
    users = [{"text": text, "user": {"created_at": "2010-01-01"}} for text in TEXTS]
    assert facts(write(tmp_path / "a.json", json.dumps(users)))[2] == [None] * 5


def test_the_format_that_is_given_goes_before_what_a_text_looks_like(tmp_path):
    path = write(tmp_path / "a.txt", as_csv(("title", "text", "date")))
    corpus = read_corpus(path, format="txt", split="off")
    assert len(corpus) == 1
    assert corpus.loc[0, "text"].startswith("title,text,date")


@pytest.mark.parametrize("end", ["… [+2345 chars]", " [...]", "…", "..."])
def test_texts_that_a_service_cut_short_are_pointed_to(tmp_path, end):
    value = {"articles": [{"title": "x", "content": text[:60] + end} for text in TEXTS]}
    (remark,) = facts(write(tmp_path / "a.json", json.dumps(value)))[3]
    assert remark.endswith("may be cut short: 5 of 5")
    value["articles"] = [{"title": "x", "content": text} for text in TEXTS * 3]
    value["articles"][3]["content"] += end
    assert facts(write(tmp_path / "a.json", json.dumps(value)))[3] == ()


def test_texts_that_fill_a_cell_are_pointed_to(tmp_path):
    long = (TEXTS[0] * 400)[:32767]
    pd.DataFrame({"text": [long, long[1:], TEXTS[1]]}).to_csv(tmp_path / "a.csv")
    (remark,) = facts(tmp_path / "a.csv")[3]
    assert remark.endswith("the most that a cell of a spreadsheet holds, so cut short: 1")


# --- articles under their headlines and days ----------------------------------------------------

LAID_OUT = {
    "headline over day": "{title}\n{day}\n\n{text}\n\nThey go on.",
    "headline, blank, day": "{title}\n\n{day}\n\n{text}",
    "day over headline": "{day}\n{title}\n\n{text}\n\nThey go on.",
    "day, blank, headline": "{day}\n\n{title}\n\n{text}",
    "headline with a sign": "# {title}\n\n{day}\n\n{text}",
    "day in words": "{title}\nMonday, {words}\n\n{text}",
}


@pytest.mark.parametrize("layout", LAID_OUT)
@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_articles_under_headlines_and_days_are_documents(tmp_path, layout, kind):
    parts = [
        LAID_OUT[layout].format(title=title, day=day, text=text, words=f"1{n} March 2024")
        for n, (title, day, text) in enumerate(zip(TITLES, DAYS, TEXTS, strict=True))
    ]
    text = "\n\n\n".join(parts)
    path = write(tmp_path / f"a.{kind}", docx(text.split("\n")) if kind == "docx" else text)
    if kind == "docx":
        path = write(tmp_path / "a.docx", docx([line for line in text.split("\n") if line]))
    titles, texts, days, remarks = facts(path)
    assert (titles, days) == (TITLES, DAYS)
    assert [text.strip().partition("\n")[0] for text in texts] == TEXTS
    assert remarks == (f"a.{kind}: 5 headings with a day below each; each is a document",)
    assert len(read_corpus(path, split="off")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A diary of the port\n\n"
        + "\n\n".join(f"{day}\n\n{text}" for day, text in zip(DAYS, TEXTS, strict=True)),
        "\n\n".join(
            f"The port on {day} was full.\n\n{text}" for day, text in zip(DAYS, TEXTS, strict=True)
        ),
        "\n\n".join(f"{title}\n\n{text}" for title, text in zip(TITLES, TEXTS, strict=True)),
        f"Herring talks\n{DAYS[0]}\n\n{' '.join(TEXTS)}\n\nMore\n{DAYS[1]}\n\n{TEXTS[0]}",
    ],
    ids=["diary", "sentences", "headlines", "two"],
)
def test_texts_with_days_in_them_stay_one_document(tmp_path, text):
    assert read_corpus(write(tmp_path / "a.txt", text))["text"].tolist() == [text]


def test_a_table_without_header_under_the_name_of_a_text_stops(tmp_path):
    rows = "".join(f"doc{n}\ten\t{text}\n" for n, text in enumerate(TEXTS))
    path = write(tmp_path / "a.txt", rows)
    with pytest.raises(InputError, match=r"a.txt: a table without a header, it seems"):
        read_corpus(path)
    assert len(read_corpus(path, split="off")) == 1
    assert len(read_corpus(path, format="txt")) == 1
    indented = "".join(f"\t{text}\n" for text in TEXTS)
    for text in (f"A text.\n{rows}", indented, f"{TITLES[0]}\n{indented}"):
        assert len(read_corpus(write(tmp_path / "a.txt", text))) == 1


def test_a_page_in_utf_8_that_declares_another_encoding(tmp_path):
    pytest.importorskip("trafilatura")
    body = "<p>Die Größe der Flotte für Überseehäfen wächst, sagte Müller in Kiel.</p>" * 3
    head = '<meta charset="iso-8859-1"><title>x</title>'
    page = f"<html><head>{head}</head><body><article><h1>Häfen</h1>{body}</article></body></html>"
    corpus = read_corpus(write(tmp_path / "a.html", page.encode("utf-8")))
    assert corpus.loc[0, "title"] == "Häfen"
    corpus = read_corpus(write(tmp_path / "a.html", page.encode("latin-1")))
    assert corpus.loc[0, "title"] == "Häfen"


def test_a_frame_without_text_beside_a_saved_page_is_left_out(tmp_path):
    pytest.importorskip("trafilatura")
    page = f"<html><body><article><h1>A</h1><p>{' '.join(TEXTS)}</p></article></body></html>"
    write(tmp_path / "page.html", page)
    write(tmp_path / "frame.html", "<html><body></body></html>")
    reading = read_with_account(tmp_path)
    assert len(reading.corpus) == 1
    assert [file.reason for file in reading.account.skipped] == [
        "no running text found in the page"
    ]
