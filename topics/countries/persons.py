"""Whether a match is part of a name that is somebody's, or of another place's.

Michael Jordan, Georgia Stevens and Laura Ingraham are persons, San Marcos and Lebanon County places
of their own.
"""

from topics.countries.context import SURNAME_AHEAD, after_and, begins_a_sentence, word_ahead
from topics.countries.forms import without_accents
from topics.countries.rules import Rules
from topics.countries.senses import PLACE_KINDS, Sense

# Shorter words are initials and particles.
_SHORTEST_NAME = 3


def is_single_place(surface: str, senses: tuple[Sense, ...]) -> bool:
    """Tell whether a surface is one word that names a place, which people may be named after."""
    single = surface.isalpha() and len(surface) > 3 and not surface.isupper()
    return single and all(sense.kind in PLACE_KINDS for sense in senses)


class Persons:
    """The rules of one language about the names of persons."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def is_somebody(
        self,
        surface: str,
        senses: tuple[Sense, ...],
        text: str,
        span: tuple[int, int],
        before: str,
        *,
        headline: bool,
    ) -> bool:
        """Tell whether a place's name is a person's here, though it hardly ever is one.

        Parameters
        ----------
        surface, senses
            What was matched, and what it may mean.
        text : str
            Normalised text.
        span : tuple of int
            Of the match.
        before : str
            The word before it.
        headline : bool
            Whether every word may have a capital, as in a title.
        """
        if headline or not is_single_place(surface, senses):
            return False
        ahead = word_ahead(text, span[1])
        # After a given name a full stop ends the sentence: "Hurricane Maria. Belize stands".
        stopped = text[span[0] - 2 : span[0]] == ". "
        first = self._rules.titles if stopped else self._rules.before_a_place
        if before in first:
            return ahead not in self._rules.institutions
        return ahead in self._rules.family

    def is_given(self, surface: str, text: str, end: int, *, headline: bool) -> bool:
        """Tell whether a surface that is also a given name is one here."""
        if after_and(text, end) in self._rules.given_in_any_case:
            return True
        if surface.isupper():
            return False
        ahead = SURNAME_AHEAD.match(text, end)
        if ahead is None or ahead[1] in self._rules.institutions:
            return False
        # In a headline the next word may be a verb: Jordan Condemns Attack.
        return not headline or not ahead[1].endswith("s")

    def is_other(self, surface: str, before: str) -> bool:
        """Tell whether the word in front shows that the surname of a leader is somebody else's."""
        if before in self._rules.place_heads:
            return True
        if before not in self._rules.given:
            return False
        if " " in surface and not surface[0].islower():
            return False
        return not self._is_own(surface, before)

    def may_be_other(self, surface: str, text: str, start: int, before: str) -> bool:
        """Tell whether an unknown word with a capital stands before the surname of a leader.

        It may be another spelling of the leader's own name ("Itzhak Rabin") or somebody else's
        ("Makoto Kuroda"), so that the rest of the document has to tell.
        """
        if " " in surface or len(before) < _SHORTEST_NAME or not before.istitle():
            return False
        if before in self._rules.offices or self._is_own(surface, before):
            return False
        return not begins_a_sentence(text, start - len(before) - 1)

    def _is_own(self, surface: str, before: str) -> bool:
        own = self._rules.first_names.get(surface.split()[-1], frozenset())
        return before in own or without_accents(before) in own
