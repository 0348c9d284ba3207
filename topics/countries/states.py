"""States through time and groups of states: successors, members, years."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_columns
from topics.choices import GROUP_KINDS, SUCCESSOR_POLICIES
from topics.countries.files import data_folder, read_table
from topics.errors import TopicsError


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory: its code, first and last year, and what followed it."""

    country: str
    first_year: int | None
    last_year: int | None
    successors: tuple[str, ...]


@lru_cache(maxsize=1)
def _states() -> dict[str, State]:
    columns = ("country", "from", "to", "successors")
    return {
        code: State(code, int(a) if a else None, int(b) if b else None, tuple(after.split()))
        for _, (code, a, b, after) in read_table(data_folder() / "states.tsv", columns)
    }


@lru_cache(maxsize=1)
def _members() -> dict[str, tuple[str, ...]]:
    columns = ("group", "kind", "as_of", "members")
    return {
        code: tuple(members.split())
        for _, (code, _, _, members) in read_table(data_folder() / "groups.tsv", columns)
    }


def state(country: str) -> State:
    """Give the years and successors of a state.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3 or a historical code.

    Examples
    --------
    >>> state("CSK")
    State(country='CSK', first_year=1918, last_year=1992, successors=('CZE', 'SVK'))
    """
    if country not in _states():
        raise TopicsError(f"`country` {country!r} is not a known code; see states.tsv.")
    return _states()[country]


def group_members(group: str) -> tuple[str, ...]:
    """Give the members of an organisation or the states of a world region, in alphabetical order.

    Examples
    --------
    >>> group_members("CENTRAL-ASIA")
    ('KAZ', 'KGZ', 'TJK', 'TKM', 'UZB')
    """
    if group not in _members():
        raise TopicsError(f"`group` {group!r} is not a known code; see groups.tsv.")
    return _members()[group]


def groups_with_members() -> list[str]:
    """List the organisations and world regions whose members are known, as they are filed.

    Examples
    --------
    >>> [group in groups_with_members() for group in ("EU", "CENTRAL-ASIA", "GLOBAL-SOUTH")]
    [True, True, False]
    """
    return [group for group, members in _members().items() if members]


def apply_successors(mentions: pd.DataFrame, *, policy: str = "principal") -> pd.DataFrame:
    """Give mentions of states that are gone to their successors.

    Parameters
    ----------
    mentions : DataFrame
        From `find_countries`.
    policy : {"keep", "principal", "all"}
        "principal": the state that took the seat (SUN to RUS, YUG to SRB, CSK to CZE).
        "all": a row for every successor.

    Returns
    -------
    DataFrame
        Same columns. With "all", a mention may have several rows.

    Raises
    ------
    TopicsError
        When `mentions` lacks the column country, or `policy` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> mentions = pd.DataFrame({"surface": ["Prague spring"], "country": ["CSK"]})
    >>> list(apply_successors(mentions, policy="all")["country"])
    ['CZE', 'SVK']
    """
    check_columns(mentions, ["country"], name="mentions")
    check_choice(policy, SUCCESSOR_POLICIES, name="policy")
    if policy == "keep":
        return mentions
    after = {code: list(s.successors) for code, s in _states().items() if s.successors}
    gone = mentions["country"].isin(after)
    if not gone.any():
        return mentions
    result = mentions.copy()
    if policy == "principal":
        result.loc[gone, "country"] = result.loc[gone, "country"].map(lambda c: after[c][0])
        return result
    result["country"] = [after.get(code, [code]) for code in result["country"]]
    return result.explode("country", ignore_index=True)


def expand_groups(mentions: pd.DataFrame) -> pd.DataFrame:
    """Replace mentions of organisations and world regions by one row per member.

    Groups without a closed list of members (the United Nations, the West) are left as they are.

    Parameters
    ----------
    mentions : DataFrame
        From `find_countries`.

    Returns
    -------
    DataFrame
        Same columns and `group`: the code that was expanded, or "" for a mention of a country.

    Raises
    ------
    TopicsError
        When `mentions` lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> mentions = pd.DataFrame({"country": ["BENELUX"], "kind": ["organisation"]})
    >>> expand_groups(mentions)
      country          kind    group
    0     BEL  organisation  BENELUX
    1     LUX  organisation  BENELUX
    2     NLD  organisation  BENELUX
    """
    check_columns(mentions, ["country", "kind"], name="mentions")
    result = mentions.copy()
    is_group = [
        kind in GROUP_KINDS and bool(_members().get(code))
        for code, kind in zip(result["country"], result["kind"], strict=True)
    ]
    result["group"] = result["country"].where(np.array(is_group, dtype=bool), "")
    result["country"] = [
        list(_members()[code]) if grouped else [code]
        for code, grouped in zip(result["country"], is_group, strict=True)
    ]
    return result.explode("country", ignore_index=True)
