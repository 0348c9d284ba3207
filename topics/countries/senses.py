"""What a row of a gazetteer says: this string can mean that country, as what, and when."""

from dataclasses import dataclass

from topics.choices import COUNTRY_KINDS, GROUP_KINDS

KINDS = COUNTRY_KINDS + GROUP_KINDS
FLAGS = frozenset(
    {
        "weak",  # counts only where the same document names the country in a stronger way
        "plural",  # also matched with a final s
        "prefix",  # first half of a hyphenated compound (Sino-)
        "comma",  # only after a comma (Ga., Ont.)
        "state",  # first-level region that may follow a city after a comma (Paris, Texas)
        "given",  # also a given name
        "surname",  # also a family name
        "exact",  # as written: no capitals, no lower-cased text, no bare letters for accents
        "code",  # only as the exchange in an instrument code, in brackets: <BARC.L>
        "nolower",  # not matched in text without capitals, where it is an ordinary word
    }
)
# These kinds are places, whose reading may depend on what follows the comma.
PLACES = frozenset({"capital", "city", "region"})
# Names of places that people may bear.
PLACE_KINDS = PLACES | {"name"}
TRAP = "trap"
COLUMNS = ("surface", "country", "kind", "flags", "from", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One reading of a surface: the country (or group) it can mean, and how."""

    country: str
    kind: str
    flags: frozenset[str] = frozenset()
    first_year: int | None = None
    last_year: int | None = None

    @property
    def weak(self) -> bool:
        """Tell whether the reading needs support from elsewhere in the document."""
        return "weak" in self.flags
