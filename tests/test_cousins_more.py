"""More files and texts in other dress: each is read whole, or with a word that says what to do."""

import json

import pandas as pd
import pytest
from test_cousins import DAYS, TEXTS, TITLES, as_csv, facts
from test_readers import docx, write

from topics.cleaning import clean_corpus
from topics.cleaning.duplicates import find_duplicates
from topics.cleaning.language import find_languages
from topics.countries import find_in_text
from topics.countries.codes import codes_of_column
from topics.errors import InputError
from topics.readers.corpus import read_corpus, read_with_account


def named(text):
    return set(find_in_text(text)["country"])


# --- towns, persons, streets --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("The man of Lima, OH said so.", {"USA"}),
        ("Paris, TX and Rome, GA; Naples, FL, and Toledo, OH 43604", {"USA"}),
        ("Lebanon, PA; Peru, IL; Mexico, ME; Moscow, ID; Warsaw, IN", {"USA"}),
        ("A fire in London, ON, killed two.", {"CAN"}),
        # the code is that of the town's own country
        ("She flew from Delhi, IN, to Berlin, DE.", {"IND", "DEU"}),
        ("They met in Jerusalem, IL.", {"ISR"}),
        ("Miners in Perth, WA, went home.", {"AUS"}),
        # words and headlines in capitals are no codes
        ("The talks in Lima, OK, said the chief.", {"PER"}),
        ("Visitors from China, LA and Boston", {"CHN", "USA"}),
        ("Flights to Japan, NY, and Seoul", {"JPN", "KOR"}),
        ("Talks with Peru, IN the spring", {"PER"}),
        ("FIRE IN LIMA, OH, SAYS CHIEF", {"PER"}),
        ("Talks in Lima, OHIO and Oslo", {"USA", "NOR"}),
        ("Ministers from Peru, NATO and Norway met.", {"PER", "NATO", "NOR"}),
    ],
)
def test_a_postal_code_of_a_state_places_a_town(text, countries):
    assert named(text) == countries


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("S. Sudan", "SSD"), ("N. Ireland", "GBR"), ("N. Macedonia", "MKD"), ("E. Timor", "TLS"),
        ("Eq. Guinea", "GNQ"), ("Papua N. Guinea", "PNG"), ("W. Sahara", "ESH"),
        ("C. African Republic", "CAF"), ("Rep. of Congo", "COG"), ("Dem. Rep. of Congo", "COD"),
        ("E. Germany", "DDR"),
    ],
)  # fmt: skip
def test_names_cut_short_are_not_those_of_a_neighbour(text, country):
    assert named(f"The minister said {text} would sign.") == {country}


@pytest.mark.parametrize(
    "text",
    ["Michael Jordan spoke. Jordan laughed.", "Tom Holland smiled. Holland was late.",
     "A shop on Jamaica Avenue", "They closed Georgia Avenue at noon", "Japanese encephalitis",
     "RAND Corp. said so", "the Rand Corporation said so"],
)  # fmt: skip
def test_persons_streets_and_firms_are_no_countries(text):
    assert named(text) == set()


def test_what_only_looks_like_a_street_or_a_person_stays_a_country():
    assert named("Jordan and Georgia opened an avenue of talks.") == {"JOR", "GEO"}
    assert named("The rand fell against the dollar in South Africa.") == {"ZAF"}


# --- near copies --------------------------------------------------------------------------------

NOTES = {
    "de": (
        "Der Botschafter von {} überreichte am Dienstag dem Präsidenten im Staatshaus sein "
        "Beglaubigungsschreiben. Danach sprachen beide lange über den Handel mit Fisch, über die "
        "Häfen und über die Studenten, die in diesem Herbst kommen sollen.",
        ["Norwegen", "Schweden", "Polen"],
    ),
    "fr": (
        "L'ambassadeur de la {} a présenté mardi ses lettres de créance au président. Ils ont "
        "ensuite parlé longuement du commerce du poisson, des ports et des étudiants qui doivent "
        "venir cet automne, et ils sont convenus de se revoir l'année prochaine.",
        ["Norvège", "Suède", "Pologne"],
    ),
    "es": (
        "El embajador de {} presentó el martes sus cartas credenciales al presidente. Después "
        "hablaron largo rato del comercio de pescado, de los puertos y de los estudiantes que "
        "deben llegar este otoño, y acordaron volver a reunirse el año próximo.",
        ["Noruega", "Suecia", "Polonia"],
    ),
}


# Where a name has cases, and where it has no capital.
NOTES_IN_CASES = {
    "ru": (
        "Вчера посол {} вручил верительные грамоты президенту во дворце. Потом они долго говорили "
        "о торговле рыбой, о портах и о студентах, которые должны приехать этой осенью, и "
        "договорились встретиться снова в будущем году.",
        ["Норвегии", "Кении", "Мексики"],
    ),
    "uk": (
        "Вчора посол {} вручив вірчі грамоти президентові в палаці. Потім вони довго говорили про "
        "торгівлю рибою, про порти та про студентів, які мають приїхати цієї осені, і домовилися "
        "зустрітися знову наступного року.",
        ["Норвегії", "Кенії", "Мексики"],
    ),
    "pl": (
        "Wczoraj ambasador {} złożył w pałacu listy uwierzytelniające prezydentowi. Potem długo "
        "rozmawiali o handlu rybami, o portach i o studentach, którzy mają przyjechać tej jesieni, "
        "i umówili się na następne spotkanie w przyszłym roku.",
        ["Norwegii", "Kenii", "Meksyku"],
    ),
    "ar": (
        "قدم سفير {} أمس أوراق اعتماده إلى الرئيس في القصر. ثم تحدثا طويلا عن تجارة الأسماك وعن "
        "الموانئ وعن الطلاب الذين سيصلون هذا الخريف، واتفقا على أن يلتقيا مرة أخرى في العام المقبل "
        "وأن تجتمع لجنة البلدين في الصيف",
        ["النرويج", "كينيا", "المكسيك"],
    ),
    "zh": (
        "昨天，{}大使在宫中向总统递交了国书。随后双方就渔业贸易、港口建设以及今年秋天将要到来的留学生"
        "问题进行了长时间的会谈，并商定明年再次见面，两国委员会将在夏天举行会议。",
        ["挪威", "肯尼亚", "墨西哥"],
    ),
}


@pytest.mark.parametrize("language", NOTES_IN_CASES)
def test_notes_that_differ_in_the_country_are_no_copies_whatever_its_form(language):
    text, countries = NOTES_IN_CASES[language]
    notes = [*map(text.format, countries), text.format(countries[0]) + " 2"]
    corpus = pd.DataFrame({"doc_id": list("abcd"), "title": "", "text": notes, "date": pd.NaT})
    corpus["date"] = corpus["date"].astype("datetime64[s]")
    cleaned, audit = clean_corpus(corpus)
    assert cleaned["doc_id"].tolist() == ["a", "b", "c"]
    assert cleaned["language"].unique().tolist() == [language]
    assert audit.loc[audit["stage"] == "duplicate", "text"].tolist() == ["a"]


@pytest.mark.parametrize("language", NOTES)
def test_notes_that_differ_in_the_country_are_no_copies_in_other_languages(language):
    text, countries = NOTES[language]
    notes = [text.format(country) for country in countries]
    assert find_duplicates(notes)["original"].tolist() == [0, 1, 2]
    again = [notes[0], notes[0].replace(" ", "  ") + " Mehr."]
    assert find_duplicates(again)["original"].tolist() == [0, 0]


# --- columns of speakers ------------------------------------------------------------------------


def test_speakers_are_known_in_other_languages_and_cut_short():
    cells = {
        "Norwegen": "NOR", "Norvège": "NOR", "Норвегия": "NOR", "挪威": "NOR", "النرويج": "NOR",
        "Estland": "EST", "Korea, Rep.": "KOR", "Korea, Dem. People's Rep.": "PRK",
        "Congo, Rep.": "COG", "Congo, Dem. Rep.": "COD", "Egypt, Arab Rep.": "EGY",
        "Iran, Islamic Rep.": "IRN", "Czech Rep.": "CZE", "Micronesia, Fed. Sts.": "FSM",
    }  # fmt: skip
    assert codes_of_column(cells) == (cells, {})
    for unknown in ("578", "Norwegian", "Norwegen und Polen", "Rep.", "Afrika"):
        assert codes_of_column([unknown])[0] == {}


# --- many texts in one file ---------------------------------------------------------------------

CHATS = {
    "narrow blank": "[1{n}/03/2024, 10:05:12\u202fAM] Ana Sol: {text}\n",
    "name and stamp": "{name}, [1{n}.03.2024 10:05]\n{text}\n\n",
    "stamp and name": "[1{n}.3.2024 10:05] {name}\n{text}\n\n",
}


@pytest.mark.parametrize("form", CHATS)
def test_chats_that_were_copied_are_not_one_document(tmp_path, form):
    names = ["Ana Sol", "Bo Lind"] * 3
    text = "".join(
        CHATS[form].format(n=n, text=text, name=names[n]) for n, text in enumerate(TEXTS)
    )
    path = write(tmp_path / "a.txt", text)
    with pytest.raises(InputError, match=r"stands in it 5 times .* `split=") as caught:
        read_corpus(path)
    pattern = str(caught.value).partition("`split='")[2].partition("'`")[0].replace("\\\\", "\\")
    assert len(read_corpus(path, split=pattern)) == 5


def test_days_in_brackets_in_a_text_part_nothing(tmp_path):
    text = "\n\n".join(f"{text} [1{n}.03.2024 10:05]\n\n{text}" for n, text in enumerate(TEXTS))
    assert len(read_corpus(write(tmp_path / "a.txt", text))) == 1


REFERENCES = {
    "RIS": "TY  - NEWS\nTI  - {title}\nDA  - {day}\nAB  - {text}\nER  - \n\n",
    "BibTeX": "@article{{k{n},\n  title = {{{title}}},\n  abstract = {{{text}}}\n}}\n\n",
}


@pytest.mark.parametrize("form", REFERENCES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_references_under_the_name_of_a_text_are_no_document(tmp_path, form, end):
    text = "".join(
        REFERENCES[form].format(n=n, title=title, day=day, text=text)
        for n, (title, day, text) in enumerate(zip(TITLES, DAYS, TEXTS, strict=True))
    )
    path = write(tmp_path / "a.txt", text.replace("\n", end))
    with pytest.raises(InputError, match=r"a.txt: 5 references of RIS or BibTeX, .* \(.csv\)"):
        read_corpus(path)
    assert len(read_corpus(path, split="off")) == 1
    assert len(read_corpus(write(tmp_path / "b.txt", f"They wrote:\n{text}"), split=None)) == 1


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_byline_may_stand_between_a_headline_and_its_day(tmp_path, kind):
    lines = [line for title, day, text in zip(TITLES, DAYS, TEXTS, strict=True)
             for line in ("", title, "By Ana Sol", day, text)]  # fmt: skip
    data = docx([line for line in lines if line]) if kind == "docx" else "\n".join(lines)
    titles, texts, days, _ = facts(write(tmp_path / f"a.{kind}", data))
    assert (titles, days) == (TITLES, DAYS)
    assert texts == [f"By Ana Sol\n\n{text}" for text in TEXTS]


# --- tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["^", "~", "\x01", "||"])
def test_a_separator_that_is_not_read_is_named(tmp_path, mark):
    path = write(tmp_path / "a.csv", as_csv(("title", "text", "date"), mark))
    with pytest.raises(InputError, match=r"a.csv: the header cannot be parted: 'title.*comma"):
        read_corpus(path)


def test_quotes_around_whole_lines_are_named(tmp_path):
    rows = [f'"{title},""{text}"""' for title, text in zip(TITLES, TEXTS, strict=True)]
    path = write(tmp_path / "a.csv", "\n".join(['"title,text"', *rows]))
    with pytest.raises(InputError, match="no quotes around whole lines"):
        read_corpus(path)
    for name in ("full-text", "fields.text", "Text (English)"):
        path = write(tmp_path / "a.csv", f"{name}\n" + "\n".join(f'"{text}"' for text in TEXTS))
        columns = {name: "text"} if "(" in name else {}
        assert read_corpus(path, columns=columns)["text"].tolist() == TEXTS


@pytest.mark.parametrize("above", ["Export of 12 March 2024\n", "Query: tea\n\nFound: 5\n"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_lines_above_the_names_of_columns_are_pointed_to(tmp_path, above, mark):
    path = write(tmp_path / "a.csv", above + as_csv(("title", "text", "date"), mark))
    number = above.count("\n") + 1
    with pytest.raises(InputError, match=rf"a.csv: the columns seem to be named in line {number} "):
        read_corpus(path)
    path = write(tmp_path / "a.csv", "Artikel\n" + "".join(f'"{text}"\n' for text in TEXTS))
    assert read_corpus(path, columns={"Artikel": "text"})["text"].tolist() == TEXTS


def test_cells_that_a_spreadsheet_must_not_change_are_read_without_their_guard(tmp_path):
    rows = [f'="{title}","=""{text}""","=""{day}"""' for title, text, day in
            zip(TITLES, TEXTS, DAYS, strict=True)]  # fmt: skip
    path = write(tmp_path / "a.csv", "\n".join(["title,text,date", *rows]))
    assert facts(path)[:3] == (TITLES, TEXTS, DAYS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("C&ocirc;te d&rsquo;Ivoire &amp; Peru&#8217;s", "Côte d’Ivoire & Peru’s"),
        ("C&amp;ocirc;te d&amp;#x2019;Ivoire", "Côte d’Ivoire"),
        (r"C\u00f4te \ud83d\ude00 \ud83d d\u2019Ivoire", "Côte \U0001f600 \ufffd d’Ivoire"),
        (
            r"Talks ended.\n\nNorway left.\r\nPeru stayed.",
            "Talks ended.\n\nNorway left.\nPeru stayed.",
        ),
        ("Talks ended._x000D_\nNorway left.", "Talks ended.\nNorway left."),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_signs_that_a_program_wrote_as_codes(tmp_path, written, read, kind):
    table = {"title": "Talks &amp; tea", "text": written}
    data = json.dumps([table]) if kind == "json" else f'title,text\nTalks &amp; tea,"{written}"\n'
    titles, texts, _, remarks = facts(write(tmp_path / f"a.{kind}", data))
    assert (titles, texts) == (["Talks & tea"], [read])
    assert remarks[0].startswith("texts with signs written as codes")


@pytest.mark.parametrize(
    "text",
    [r"Copy C:\new\norway to \nobody", r"where $\nabla u$ and \nu meet", "R&D; Q&A; a && b;"],
)
def test_paths_formulas_and_ampersands_stay(tmp_path, text):
    assert facts(write(tmp_path / "a.csv", f'text\n"{text}"\n'))[1::2] == ([text], ())


# --- letters ------------------------------------------------------------------------------------

CYRILLIC = "Министры Норвегии и Перу весь день говорили о сельди в старом порту"


def remarks_on(tmp_path, *texts):
    return facts(write(tmp_path / "a.json", json.dumps([{"text": text} for text in texts])))[3]


def test_cyrillic_that_was_misread_or_lost_is_pointed_to(tmp_path):
    (remark,) = remarks_on(tmp_path, CYRILLIC.encode().decode("cp1251", "replace"))
    assert "look misread before they came here" in remark
    assert "--mojibake" in remark
    lost = CYRILLIC.encode("ascii", "replace").decode()
    (remark,) = remarks_on(tmp_path, CYRILLIC.encode("cp1251").decode("latin-1"), lost, lost)
    assert "letters were lost before they came here, such as 'Ìèíèñòðû': 3" in remark
    sound = ["Что?? Да?? Нет??", "Why??? " * 9, "?" * 90, "Größe, Ærø, Überäußerung, São João, ÆØÅ"]
    assert remarks_on(tmp_path, CYRILLIC, CYRILLIC.upper(), *sound) == ()


# --- days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    ["10:05 AM · Mar 12, 2024", "Dienstag, 12. März 2024 10:15 Uhr MEZ", "/Date(1710201600000)/",
     "/Date(1710201600000+0100)/"],
)  # fmt: skip
def test_days_as_services_write_them(tmp_path, day):
    path = write(tmp_path / "a.csv", f'text,date\n"{TEXTS[0]}","{day}"\n')
    assert facts(path)[2] == ["2024-03-12"]


def test_short_years_that_may_be_days_are_said_to_be(tmp_path):
    path = write(tmp_path / "a.csv", f"text,date\n{TEXTS[0]},31.03.24\n{TEXTS[1]},12.03.24\n")
    remark = facts(path)[3][0]
    assert "nothing tells the day from the year in 31.03.24" in remark
    assert "`date_format='day-first'` or `date_format='year-first'`" in remark
    days = facts(path, date_format="day-first")[2]
    assert days == ["2024-03-31", "2024-03-12"]


def test_the_day_on_which_a_reference_was_added_is_not_that_of_publication(tmp_path):
    both = f"text,Date Added,Created\n{TEXTS[0]},2024-05-01,2024-03-12\n"
    assert facts(write(tmp_path / "a.csv", both))[2:] == (["2024-03-12"], ())
    (remark,) = facts(write(tmp_path / "a.csv", f"text,Date Added\n{TEXTS[0]},2024-05-01\n"))[3]
    assert remark.startswith("no column gives the day of publication: dates are of 'Date Added'")


def test_stamps_of_a_chat_in_json_are_days(tmp_path):
    posts = [{"type": "message", "user": "U1", "text": text, "ts": "1710201600.000100"}
             for text in TEXTS]  # fmt: skip
    assert facts(write(tmp_path / "a.json", json.dumps(posts)))[2] == ["2024-03-12"] * 5
    account = read_with_account(write(tmp_path / "a.json", json.dumps([{"text": "a", "ts": 7}])))
    assert account.corpus["date"].isna().all()


# --- languages ----------------------------------------------------------------------------------

GREEK = (
    "Ο υπουργός της Νορβηγίας συναντήθηκε με τον υπουργό του Περού στο παλιό λιμάνι της πόλης και "
    "μίλησαν για τη ρέγγα και για τα πλοία που δεν είχαν γυρίσει ακόμη από τη θάλασσα."
)


def test_many_short_texts_do_not_take_the_language_of_a_long_one():
    assert find_languages([*TEXTS, GREEK]) == ["en"] * 5 + ["el"]
    # figures tell nothing, and few short texts follow the others
    figures = ["Shr 12 vs 30", "Net 1 vs 2", "1,204 3,301 4.4"]
    assert find_languages([*figures, GREEK]) == ["el"] * 4
    assert find_languages([GREEK, GREEK, "Talks"]) == ["el"] * 3
