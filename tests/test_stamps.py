"""Lines that date a page, bylines and datelines in other languages than English."""

import pytest

from topics.cleaning.head import facts_of
from topics.cleaning.rules import EDGE
from topics.cleaning.stamps import gives_a_day, stamp_of

BODY = "The two sides renewed the grain deal after a night of talks, the port office said."

PUBLISHED = """
Published: 18 March 2024 at 9 am
Veröffentlicht am 18. März 2024 um 10:30 Uhr
Erschienen: 18. März 2024
Publié le 18 mars 2024 à 10h30
Mis en ligne le 18 mars 2024
Publicado el 18 de marzo de 2024
Publicado em 18 de março de 2024 às 10h30
Pubblicato il 18 marzo 2024
Gepubliceerd op 18 maart 2024
Publiceret 18. marts 2024
Publisert 18. mars 2024
Publicerad 18 mars 2024
Julkaistu 18. maaliskuuta 2024
Opublikowano: 18 marca 2024
Publikováno 18. března 2024
Közzétéve: 2024. március 18.
Publicat: 18 martie 2024
Δημοσιεύτηκε: 18 Μαρτίου 2024
Yayınlanma tarihi: 18 Mart 2024
Dərc olunub: 18 mart 2024
Опубликовано: 18 марта 2024, 10:30
Дата публикации: 18 марта 2024 года
Опубліковано 18 березня 2024
Публикувано на 18 март 2024
Жарияланды: 2024 жылғы 18 наурыз
פורסם: 18 במרץ 2024
تاريخ النشر: 18 مارس 2024
发布时间：2024年3月18日 10:30
公開日：2024年3月18日
입력 2024년 3월 18일
Diterbitkan: 18 Maret 2024
""".strip().splitlines()

CHANGED = """
Last updated: 18 March 2024
Zuletzt aktualisiert: 18. März 2024
Mis à jour le 18 mars 2024
Actualizado: 18 de marzo de 2024
Última atualização: 18 de março de 2024
Ultimo aggiornamento: 18 marzo 2024
Laatst bijgewerkt op 18 maart 2024
Aktualizacja: 18 marca 2024
Güncelleme: 18 Mart 2024
Обновлено 18 марта 2024
Оновлено: 18 березня 2024
آخر تحديث: 18 مارس 2024
更新时间：2024年3月18日
최종수정 2024년 3월 18일
""".strip().splitlines()


@pytest.mark.parametrize("line", PUBLISHED)
def test_a_day_of_publication_in_each_language(line):
    day, changed = stamp_of(line) or (None, None)
    assert (str(day), changed) == ("2024-03-18", False)


@pytest.mark.parametrize("line", CHANGED)
def test_a_day_of_a_change_in_each_language(line):
    day, changed = stamp_of(line) or (None, None)
    assert (str(day), changed) == ("2024-03-18", True)


def test_publication_goes_before_a_change_in_german():
    page = ["Aktualisiert: 20. März 2024", "Veröffentlicht: 18. März 2024", "", BODY, "", BODY[:-4]]
    assert facts_of(page).day.isoformat() == "2024-03-18"


@pytest.mark.parametrize(
    "line",
    [
        "Seit dem 18. März 2024 ruht der Verkehr", "Am 18. März 2024 beginnt die Messe",
        "Opublikowano raport 18 marca 2024", "Date with the sea on 18 March 2024",
        "Datum der Wahl in Kiel ist der 18. März 2024", "Стандарт принят 18 марта 2024",
        "Publicado por Quay Press", "更新時間表 2024年3月18日 開会",
    ],
)  # fmt: skip
def test_what_says_more_than_a_day_is_no_stamp(line):
    assert not gives_a_day(line)


@pytest.mark.parametrize(
    "line",
    ["Von Jana Brandt", "Par Luc Petit", "Por Rosa Vega y Ana Sol", "Door Piet Vos",
     "Автор: Анна Соль", "Di Rosa Vega", "Av Omar Aziz", "Von Jana Brandt und Piet Vos"],
)  # fmt: skip
def test_bylines_in_other_languages(line):
    assert EDGE.match(line) == "byline"


@pytest.mark.parametrize(
    "line",
    ["Von der Leyen reist nach Kiel", "Por la paz", "Di Maio a Lima per il vertice sul mare",
     "Par ici la sortie", "Von Kiel aus fahren zwei Schiffe"],
)  # fmt: skip
def test_headlines_that_begin_as_bylines_do(line):
    assert EDGE.match(line) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("KIEL (dpa) - ", None),
        ("МОСКВА, 18 марта (Рейтер) - ", None),
        ("MÉXICO, 18 de marzo de 2024 (EFE).- ", "2024-03-18"),
        ("Łódź, 18 marca (PAP) – ", None),
        ("ANKARA, 18 Mart 2024 (AA) - ", "2024-03-18"),
        ("ΑΘΗΝΑ, 18 Μαρτίου (Reuters) - ", None),
    ],
)
def test_datelines_in_other_languages(line, day):
    facts = facts_of(["Grain deal renewed", "", line + BODY, "", BODY[:-4]])
    assert facts.dateline == line.rstrip(" -–.")
    assert (facts.day.isoformat() if facts.day else None) == day
