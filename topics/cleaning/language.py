"""Which language a document is in, by a model that ships with its package: nothing is fetched."""

from collections.abc import Sequence

from topics.errors import TopicsError, require_extra

_FEWEST_LETTERS = 20
_SAMPLE = 2000


def find_languages(texts: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """Name the language of each text.

    Parameters
    ----------
    texts : sequence of str
        The first 2,000 characters of each decide.
    wanted : sequence of str
        Codes that must be known to the model.

    Returns
    -------
    list of str
        ISO 639-1 codes; "" for texts of fewer than 20 letters, which are too short to say.

    Raises
    ------
    TopicsError
        When the extra ``language`` is missing, or a code in `wanted` is not known.
    """
    langid = require_extra("py3langid.langid", "language")
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    known = {str(code) for code in model.labels}
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise TopicsError(
            f"`languages`: {unknown[0]!r} is not known; use ISO 639-1 codes such as 'en'."
        )
    found = []
    for text in texts:
        sample = text[:_SAMPLE]
        letters = sum(map(str.isalpha, sample))
        found.append(str(model.classify(sample)[0]) if letters >= _FEWEST_LETTERS else "")
    return found
