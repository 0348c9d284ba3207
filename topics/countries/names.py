"""Names of countries and groups for tables and figures."""

from functools import lru_cache

from topics.countries.files import data_folder, read_table
from topics.countries.gazetteer import languages
from topics.errors import TopicsError


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    if language not in languages():
        raise TopicsError(
            f"there are no country names in the language {language!r}; there are for "
            f"{', '.join(languages())}."
        )
    source = data_folder() / language / "display.tsv"
    return {code: name for _, (code, name) in read_table(source, ("country", "name"))}


def country_name(country: str, *, language: str = "en") -> str:
    """Give the short name of a country, a former state, an organisation or a world region.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3, a historical code, or a group's code.
    language : str
        Language of the name.

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
