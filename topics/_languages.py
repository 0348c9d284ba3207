"""Which language a text is in, by a model that ships with its package: nothing is fetched.

Reference: M. Lui and T. Baldwin, langid.py: an off-the-shelf language identification tool, ACL
2012 system demonstrations; the package py3langid.
"""

from functools import cache
from typing import Any

# languages of few readers, each a magnet for tables of figures and abbreviations
_LEFT_OUT = frozenset({"ia", "ie", "io", "la", "vo", "wa"})


@cache
def _model() -> Any:  # noqa: ANN401  (py3langid is untyped)
    from py3langid import langid

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages([code for code in model.labels if len(code) == 2 and code not in _LEFT_OUT])
    return model


def known_codes() -> frozenset[str]:
    """Return the ISO 639-1 codes of the languages that can be told."""
    return frozenset(map(str, _model().labels))


def likely_language(text: str) -> str:
    """Return the code of the language that a text is most likely in.

    Examples
    --------
    >>> likely_language("Die Minister sprachen am Montag über neue Verträge für den Winter.")
    'de'
    """
    return str(_model().classify(text)[0])


def likely_languages(text: str, *, enough: float) -> list[tuple[str, float]]:
    """Return codes of languages with their probabilities, the likeliest first.

    The likeliest alone where its probability is at least `enough`: ranking takes time.
    """
    code, chance = _model().classify(text)
    if chance >= enough:
        return [(str(code), float(chance))]
    return [(str(code), float(chance)) for code, chance in _model().rank(text)]


def language_name(code: str) -> str:
    """Return the English name of a language, or its code where it has none.

    >>> language_name("de"), language_name("xx")
    ('German', 'xx')
    """
    from babel import Locale

    return str(Locale("en").languages.get(code, code))
