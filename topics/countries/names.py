"""Names of countries and groups for tables and figures."""

from functools import lru_cache

from topics._language_data import language as facts_of
from topics.countries.cldr import country_names
from topics.countries.files import data_folder, read_table
from topics.countries.gazetteer import languages
from topics.errors import TopicsError


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    if language not in languages():
        raise TopicsError(
            f"there are no country names in the language {language!r}; there are for "
            f"{', '.join(languages())}."
        )
    source = data_folder() / "en" / "display.tsv"
    if language != "en":
        own = {code: name for name, code in country_names(facts_of(language).cldr[0])}
        return _names("en") | own
    return {code: name for _, (code, name) in read_table(source, ("country", "name"))}


def country_name(country: str, *, language: str = "en") -> str:
    """Give the short name of a country, a former state, an organisation or a world region.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3, a historical code, or a group's code.
    language : str
        Language of the name, as the Common Locale Data Repository has it; in English where it
        has none.

    Returns
    -------
    str
        The name, as it is printed.

    Raises
    ------
    TopicsError
        When the code or the language is not known.

    Examples
    --------
    >>> country_name("CIV"), country_name("SUN")
    ("Côte d'Ivoire", 'Soviet Union')
    """
    names = _names(language)
    if country not in names:
        raise TopicsError(f"`country` {country!r} is not a known code, such as 'UZB'.")
    return names[country]
