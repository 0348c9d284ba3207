"""Who speaks of whom: weights of a corpus in which one country speaks and others are mentioned."""

import pandas as pd

from topics._checks import check_columns
from topics.errors import InputError

SAYS, ON = "{} says", "on {}"


def directed_weights(speakers: pd.DataFrame, mentioned: pd.DataFrame) -> pd.DataFrame:
    """Join who speaks and who is spoken of, as countries of two kinds, for `topic_pairs`.

    Parameters
    ----------
    speakers : DataFrame
        `doc_id, country`: the country, or any other group, that speaks; one row per document.
    mentioned : DataFrame
        `doc_id, country, weight[, p_about]`, as `country_weights` returns them for the same
        documents, best paragraphs or sentences. A country that mentions itself is not counted as
        mentioned.

    Returns
    -------
    DataFrame
        `doc_id, country, weight, p_about`; a country is called ``"KEN says"`` where it speaks and
        ``"on SOM"`` where it is spoken of. Half of what is spoken of goes to the speaker, as does
        all of a document that mentions nobody.

    Raises
    ------
    InputError
        When a document has no speaker or several.

    Notes
    -----
    A pair ``"KEN says-on SOM"`` is then what Kenya says when it speaks of Somalia alone. It is
    expected to be the mean of what Kenya says otherwise, and of what all speakers say of Somalia.
    Documents of pairs with too few of them, and those that mention several, are unmixed.

    In ``reports/validate_estimates.py directed --first-seed 2 --seeds 1``, paragraphs of the UN
    General Debate, topics fitted on sessions 40 to 58: of eight pairs with 15 paragraphs there and
    in sessions 60 to 76, `beyond` of the two spans had a rank correlation of 0.39, where random
    halves of the speeches had 0.49; of the 11 cells flagged in the first span 10 kept their sign.
    With 8 paragraphs (27 pairs) it was 0.32, and 26 of 31: ask for 15 or more.

    Examples
    --------
    >>> said = pd.DataFrame({"doc_id": ["a", "b"], "country": ["KEN", "KEN"]})
    >>> of = pd.DataFrame({"doc_id": ["a", "b"], "country": ["SOM", "KEN"], "weight": [1.0, 1.0]})
    >>> directed_weights(said, of)
      doc_id   country  weight  p_about
    0      a  KEN says     0.5      1.0
    1      a    on SOM     0.5      1.0
    2      b  KEN says     1.0      1.0
    """
    check_columns(speakers, ("doc_id", "country"), name="speakers")
    check_columns(mentioned, ("doc_id", "country", "weight"), name="mentioned")
    if speakers["country"].isna().any():
        doc_id = speakers.loc[speakers["country"].isna(), "doc_id"].iloc[0]
        raise InputError(f"`speakers` names nobody for {doc_id!r}. Leave such documents out.")
    twice = speakers["doc_id"].duplicated()
    if twice.any():
        doc_id = speakers.loc[twice, "doc_id"].iloc[0]
        raise InputError(f"`speakers` has more than one row for {doc_id!r}; a document has one.")
    who = speakers.set_index("doc_id")["country"].astype(str)
    silent = ~mentioned["doc_id"].isin(who.index)
    if silent.any():
        doc_id = mentioned.loc[silent, "doc_id"].iloc[0]
        raise InputError(f"`mentioned` names {doc_id!r}, of which `speakers` has no speaker.")
    of = mentioned[mentioned["country"].astype(str) != mentioned["doc_id"].map(who)]
    of = of.assign(
        country=of["country"].map(ON.format),
        weight=of["weight"] / 2,
        p_about=of.get("p_about", 1.0),
    )
    spoken = of.groupby("doc_id")["weight"].sum().reindex(who.index, fill_value=0.0)
    says = pd.DataFrame(
        {"doc_id": who.index, "country": who.map(SAYS.format).to_numpy(),
         "weight": 1 - spoken.to_numpy(), "p_about": 1.0}
    )  # fmt: skip
    both = pd.concat([says, of[["doc_id", "country", "weight", "p_about"]]])
    return both.sort_values(["doc_id", "country"], ignore_index=True)
