"""Fields of press databases: one table of their names in the languages of the interfaces.

Whatever the database and its language, a field becomes the same column, and never text. The names
are those that public descriptions of the exports give (tests/data/exports/README.md lists them).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from topics.readers.dates import find_date

_NAMES = {
    "title": "title|headline|head line|titel|titre|titulo|titolo|kop|schlagzeile|uberschrift"
    "|document title|titre du document",
    "publication": "publication title|publication|source|source name|journal|newspaper"
    "|titre de la publication|titel der publikation|publikationstitel|publikation|quelle"
    "|titulo de publicacion|titulo de la publicacion|publicacion|fuente|titulo da publicacao"
    "|publicacao|fonte|titolo della pubblicazione|pubblicazione|titel van de publicatie"
    "|publicatie|bron"
    "|kilde|kalla|zrodlo",
    "date": "publication date|date|published|date of publication|date de publication"
    "|publikationsdatum|erscheinungsdatum|datum|fecha de publicacion|fecha|data de publicacao|data"
    "|data di pubblicazione|publicatiedatum"
    "|dato|data publikacji",
    "section": "section|rubrik|ressort|abschnitt|rubrique|seccion|secao|seccao|sezione|rubriek"
    "|sectie|news section"
    "|sektion|afsnit|seksjon|avdelning|sekcja|dzial",
    "byline": "byline|by line|author|authors|autor|autoren|verfasser|auteur|auteurs|autores"
    "|autore|autori|auteur s|author s|journalist|journaliste|redacteur"
    "|forfatter|forfattare|fotograf",
    "dateline": "dateline|ortsmarke|datumszeile|ligne de date|datacion|datazione",
    "highlight": "highlight|highlights|insert|encart|teaser|chapeau|zusammenfassung|destacado"
    "|destaque|in evidenza|samenvatting|lead",
    "abstract": "abstract|resume|resumen|resumo|riassunto|kurzfassung",
    "load_date": "load date|update|date chargement|date de chargement|ladedatum|fecha de carga"
    "|fecha carga|data de carregamento|data carregamento|data di caricamento|data caricamento"
    "|laaddatum|last updated|last update|zuletzt aktualisiert|derniere mise a jour"
    "|ultima actualizacion|ultima atualizacao|ultimo aggiornamento",
    "credit": "credit|credits",
    "language": "language|language of publication|sprache|langue|langue de publication|idioma"
    "|idioma de la publicacion|idioma de publicacion|idioma da publicacao|lengua|lingua|taal"
    "|sprache der publikation"
    "|sprog|sprak|jezyk",
    "graphic": "graphic|graphics|photo|photos|picture|chart|cutline|art|grafik|bild|foto"
    "|caption|captions|illustration|illustrations|illustration s|illustration caption"
    "|illustration captions|graphique|image|images|grafico|ilustracion|ilustracao|imagem|imagen"
    "|grafica|illustrazione|immagine|afbeelding|grafiek|bildunterschrift",
    "publication_type": "publication type|type|source type|type publication|type de publication"
    "|publikationstyp|quellentyp|tipo de publicacion|tipo publicacion|tipo de publicacao"
    "|tipo di pubblicazione|publicatietype|type de source|tipo de fuente|tipo de fonte|soort",
    "document_type": "document type|type de document|dokumenttyp|tipo de documento"
    "|tipo di documento|documenttype",
    "subject": "subject|subjects|topic|keywords|sujet|sujets|thema|themen|schlagworter|schlagwort"
    "|asunto|tema|temas|materia|assunto|assuntos|soggetto|argomento|onderwerp|trefwoorden"
    "|subject heading|identifier keyword|mots cles|palabras clave|palavras chave|parole chiave",
    "company": "company|company organization|companies|organization company|societe|societes"
    "|unternehmen|firma|firmen|empresa|empresas|compania|azienda|societa|bedrijf"
    "|entreprise|entreprise organisation|compania organizacion|empresa organizacao"
    "|unternehmen organisation",
    "organization": "organization|organisation|organizacion|organizacao|organizzazione|organisatie",
    "geographic": "geographic|geographics|geo localization|localisation geo|localisation"
    "|location|locations|geographie|region|geografisch|geografie|geografia|geografico|geographique"
    "|ort|lugar|ubicacion|local|localizacao|luogo|localita|plaats|lieu|lieux|zone geographique",
    "country": "country|land|pays|pais|paese",
    "city": "city|stadt|ville|ciudad|cidade|citta|stad",
    "state": "state|bundesland|etat",
    "person": "person|people|persons|personne|personnes|personen|persona|personas|pessoa|pessoas"
    "|persone|personenname|name",
    "industry": "industry|activity sector|secteur activite|secteur|branche|industrie|industria"
    "|sector|setor|settore|sektor",
    "ticker": "ticker|stock symbol|symbole boursier|borsensymbol|simbolo bursatil",
    "series": "series|serie",
    "notes": "notes|note|note s|anmerkung|anmerkungen|notas|nota|opmerking|cx notes",
    "correction": "correction|correction date|korrektur|correccion|correcao|correzione",
    "edition": "edition|ausgabe|edicion|edicao|edizione|editie",
    "page": "page|pages|seite|seiten|pagina|paginas|pagine|first page|start page",
    "publisher": "publisher|publisher name|verlag|editeur|editor|editora|editore|uitgever",
    "place": "place of publication|lieu de publication|erscheinungsort|lugar de publicacion"
    "|local de publicacao|luogo di pubblicazione",
    "publication_country": "country of publication|pays de publication|land der publikation"
    "|pais de publicacion|pais de publicacao|paese di pubblicazione|publication source country",
    "publication_subject": "publication subject|sujet de la publication"
    "|materia de la publicacion|assunto da publicacao",
    "url": "url|document url|dokument url|url du document|url de documento|url del documento"
    "|web adresse",
    "category": "category|kategorie|categorie|categoria|distribution|classification",
    "journal_code": "journal code|code revue|zeitungs code|codigo de periodico",
    "body": "body|full text|text|volltext|textkorper|corps|corps du texte|texte|texte integral"
    "|texte complet|cuerpo|texto|texto completo|texto integral|corpo|corpo del testo|testo"
    "|testo completo|testo integrale|tekst|volledige tekst|hoofdtekst",
    # known, and of no use to anybody: they are taken out of the text and not kept
    "": "length|lange|longueur|longitud|extension|extensao|comprimento|lunghezza|lengte|word count"
    "|copyright|rights|links|link|isbn|issn|e issn|proquest document id|accession number"
    "|enhancement|e mail|email|database|datenbank|base de donnees|base de datos|base de dados"
    "|banca dati|document number|numero de document|publication info|publication year|year|volume"
    "|issue|publication info s|document feature|coden"
    "|annee de publication|erscheinungsjahr|ano de publicacion|ano de publicacao|anzahl worter"
    "|nombre de mots|droits d auteur|urheberrecht|derechos de autor|direitos autorais"
    "|id del documento de proquest|id de documento de proquest|id du document proquest"
    "|proquest dokument id|publication frequency|cite"
    "|laengde|lengde|langd|dlugosc",
}
_COLUMN = {name: column for column, names in _NAMES.items() for name in names.split("|")}

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ł": "l", "đ": "d"})  # no marks of a plain letter

END_OF_ARTICLE = frozenset((
    "load_date", "language", "publication_type", "document_type", "subject", "company",
    "organization", "geographic", "country", "city", "state", "person", "industry", "ticker",
    "series", "graphic", "correction", "journal_code", "category", "url", "notes", "publisher",
    "place", "publication_country", "publication_subject",
))  # fmt: skip
"""Columns whose fields follow the body in the exports of all databases."""

_LABEL = re.compile(
    r"([^\W\d_][^\W\d_]*(?:[ '’/()&,-]{1,3}[^\W\d_]+){0,4}\)?)[ \xa0]{0,2}:(?:\s+|$)(.*)"
)


@lru_cache(maxsize=4096)
def column_of(label: str) -> str | None:
    """Return the column of a field; "" for one that is known and not kept, None for no field.

    >>> column_of("LÄNGE"), column_of("Load-Date"), column_of("Rubrique"), column_of("Oslo")
    ('', 'load_date', 'section', None)
    """
    plain = unicodedata.normalize("NFKD", label.casefold().translate(_LETTERS))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _COLUMN.get(" ".join(re.findall(r"[a-z]+", plain)))


def split_label(line: str) -> tuple[str, str, str] | None:
    """Part a line such as ``SECTION: News`` into (label, column, value); None when it is no field.

    >>> split_label("RUBRIQUE : Monde; Pg. 3")
    ('RUBRIQUE', 'section', 'Monde; Pg. 3')
    >>> split_label("He said: no.") is None
    True
    """
    match = _LABEL.fullmatch(line) if ":" in line[:60] else None
    if match is None:
        return None
    column = column_of(match[1])
    return None if column is None else (match[1], column, match[2].strip())


def row_of(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Turn (column, value) pairs into columns of a row.

    A field that occurs twice is joined by "; ", an empty one is left out, and so are those that
    nobody needs (column ""). A date is written as ISO day where it holds one, else as it came, so
    that it is counted as unreadable.

    >>> row_of([("date", "March 11, 2014 Tuesday"), ("subject", "FISH (90%)"), ("", "33 words")])
    {'date': '2014-03-11', 'subject': 'FISH (90%)'}
    """
    row: dict[str, str] = {}
    for column, value in fields:
        value = " ".join(value.split())
        if not column or not value or row.get(column) == value:
            continue
        if column == "date":
            row.setdefault("date", day_of(value))
        elif column in row:
            row[column] = f"{row[column].rstrip('; ')}; {value}"
        else:
            row[column] = value
    return row


def day_of(text: str) -> str:
    """Return the first day written in a text in ISO form; the text itself when there is none.

    >>> day_of("18 March 2024, p. 3"), day_of("spring 2014")
    ('2024-03-18', 'spring 2014')
    """
    found = find_date(text)
    return found[0].isoformat() if found else text
