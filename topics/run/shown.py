"""Which countries page 1 and the figures are about: those asked for, or those worth showing."""

import pandas as pd

from topics.countries import group_members
from topics.estimate.standing import rank_countries
from topics.run.config import ReportConfig


def asked_for(config: ReportConfig) -> list[str]:
    """Return the countries that a configuration names, and those of its regions after them.

    Examples
    --------
    >>> asked_for(ReportConfig(countries=("Russia",), region=("Central Asia",)))
    ['RUS', 'KAZ', 'KGZ', 'TJK', 'TKM', 'UZB']
    >>> asked_for(ReportConfig())
    []
    """
    members = [code for region in config.region for code in group_members(region)]
    return list(dict.fromkeys([*config.countries, *members]))


def candidates(estimates: pd.DataFrame, config: ReportConfig) -> list[str]:
    """Order the countries that page 1, figures, comparisons and trends may be about.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.
    config : ReportConfig
        Decides the countries; see `asked_for`.

    Returns
    -------
    list of str
        Codes of countries that were estimated: those named first; then those of the regions or,
        where nothing was asked for, all others, in the order of `rank_countries`.
    """
    ranked = rank_countries(estimates)
    named = [code for code in config.countries if code in ranked]
    wanted = set(asked_for(config)) or set(ranked)
    return [*named, *(code for code in ranked if code in wanted and code not in named)]


def shown_countries(estimates: pd.DataFrame, config: ReportConfig) -> list[str]:
    """Choose the countries that page 1 and the figures are about.

    The first `max_countries` of the `candidates`, and all that were asked for by name.
    """
    found = candidates(estimates, config)
    return found[: max(config.max_countries, len(config.countries))]
