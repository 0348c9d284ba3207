"""The words of ``rules.toml`` as sets: which neighbours matter, and to which mentions."""

from dataclasses import dataclass
from typing import Any

from topics.countries.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Drop:
    """One [[drop]] table: words beside a mention that show it names nobody."""

    after: frozenset[str]
    before: frozenset[str]
    between: frozenset[str]
    any_case: bool
    imperative: bool
    # The same surface names nobody in the rest of the document either.
    everywhere: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the rules of one language need to know.

    Attributes
    ----------
    given : frozenset of str
        Given names.
    before_a_surname : frozenset of str
        Given names and titles.
    family : frozenset of str
        Family names that are hardly ever anything else.
    titles : frozenset of str
        Of persons, without those that a country's name may follow: Miss Venezuela.
    before_a_place : frozenset of str
        Titles, and given names that are neither places nor ordinary words.
    given_in_any_case : frozenset of str
        The other given names, as written and in capitals.
    offices : frozenset of str
        Words with a capital that stand before a leader's surname and are no given name.
    place_heads : frozenset of str
        Words that make a place of a surname: San, Fort.
    locatives : frozenset of str
        Words after which a place stands rather than a person.
    institutions : frozenset of str
        Capitalised words that follow a state rather than a given name.
    function_words : frozenset of str
        Small words that may follow an imperative and its object.
    units : frozenset of str
        Of money, in lower case.
    unit_kinds : frozenset of str
        Kinds of mention that a unit of money turns into a currency.
    money_verbs : frozenset of str
        Units that are verbs after a name: Georgia won.
    holdings : frozenset of str
        Words behind a unit of money that make it about the country: Saudi riyal deposits.
    of_won, movements : frozenset of str
        Names after which "won" is money where one of these words follows.
    first_names : dict of str to frozenset of str
        By surname of a leader.
    by_kind, by_surface : dict of str to list of Drop
        Which mentions a neighbour drops.
    """

    given: frozenset[str]
    before_a_surname: frozenset[str]
    family: frozenset[str]
    titles: frozenset[str]
    before_a_place: frozenset[str]
    given_in_any_case: frozenset[str]
    place_heads: frozenset[str]
    offices: frozenset[str]
    locatives: frozenset[str]
    institutions: frozenset[str]
    function_words: frozenset[str]
    units: frozenset[str]
    unit_kinds: frozenset[str]
    money_verbs: frozenset[str]
    holdings: frozenset[str]
    of_won: frozenset[str]
    movements: frozenset[str]
    first_names: dict[str, frozenset[str]]
    by_kind: dict[str, list[Drop]]
    by_surface: dict[str, list[Drop]]

    def telling(self, kind: str) -> frozenset[str]:
        """Give the words that change what a mention of the kind right before them means."""
        words = set(self.units) if kind in self.unit_kinds else set()
        words |= self.holdings if kind == "currency" else frozenset()
        for drop in self.by_kind.get(kind, ()):
            words |= drop.after | drop.between
        return frozenset(words)

    def leading(self) -> frozenset[str]:
        """Give the words that change what a name right behind them means."""
        words = set(self.before_a_surname | self.place_heads)
        for drops in self.by_kind.values():
            words.update(*(drop.before for drop in drops))
        return frozenset(words)


def read_rules(gazetteer: Gazetteer) -> Rules:
    """Read the rules of a gazetteer's language; what its ``rules.toml`` leaves out is empty."""
    table: dict[str, Any] = gazetteer.rules
    by_kind: dict[str, list[Drop]] = {}
    by_surface: dict[str, list[Drop]] = {}
    for rule in table.get("drop", ()):
        drop = Drop(
            after=_words(rule.get("after", "")),
            before=_words(rule.get("before", "")),
            between=_words(rule.get("between", "")),
            any_case=rule.get("any_case", False),
            imperative=rule.get("imperative", False),
            everywhere=rule.get("everywhere", False),
        )
        for kind in rule.get("kinds", "").split():
            by_kind.setdefault(kind, []).append(drop)
        for surface in rule.get("surfaces", "").split():
            for form in {surface, surface.upper(), surface.lower()}:
                by_surface.setdefault(form, []).append(drop)
    given = _words(table.get("given_names", ""))
    given_and_else = _words(table.get("given_and_else", ""))
    titles = _words(table.get("titles", "")) - _words(table.get("titles_of_countries", ""))
    money = table.get("currency", {})
    return Rules(
        given=given,
        before_a_surname=given | _words(table.get("titles", "")),
        family=_words(table.get("family_names", "")),
        titles=titles,
        before_a_place=titles | (given - given_and_else),
        given_in_any_case=frozenset(
            form for name in given - given_and_else for form in (name, name.upper())
        ),
        place_heads=_words(table.get("place_heads", "")),
        offices=_words(table.get("offices", "")) | _words(table.get("titles", "")),
        locatives=_words(table.get("locatives", "")),
        institutions=_words(table.get("institutions", "")),
        function_words=_words(table.get("function_words", "")),
        units=_words(money.get("units", "")),
        unit_kinds=_words(money.get("kinds", "")),
        money_verbs=_words(money.get("verbs", "")),
        holdings=_words(money.get("holdings", "")),
        of_won=frozenset(money.get("of_won", "").split("|")),
        movements=_words(money.get("movements", "")),
        first_names=_first_names_of_leaders(gazetteer),
        by_kind=by_kind,
        by_surface=by_surface,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _first_names_of_leaders(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for surface, senses in gazetteer.surfaces.items():
        if senses[0].kind == "leader" and " " in surface:
            *first, last = surface.split()
            names.setdefault(last, set()).update(first)
    return {last: frozenset(first) for last, first in names.items()}
