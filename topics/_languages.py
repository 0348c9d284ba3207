"""Which language a text is in, by a model that ships with its package: nothing is fetched.

Reference: M. Lui and T. Baldwin, langid.py: an off-the-shelf language identification tool, ACL
2012 system demonstrations; the package py3langid.
"""

from functools import cache
from typing import Any


@cache
def _model() -> Any:  # noqa: ANN401  (py3langid is untyped)
    from py3langid import langid

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)


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
