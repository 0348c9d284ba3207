"""More files and texts in other dress: each is read whole, or with a word that says what to do."""

import pytest

from topics.cleaning.duplicates import find_duplicates
from topics.countries import find_in_text
from topics.countries.codes import codes_of_column


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
