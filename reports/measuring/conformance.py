"""Gensim's own tests of its LdaModel, run on ours: they come with gensim and are not copied."""

import unittest
import warnings
from types import SimpleNamespace

import pandas as pd


def run_gensims_tests() -> pd.DataFrame:
    """Give a row for each test of gensim's: its name, how it ended, and the last line of why."""
    from gensim.test import test_ldamodel as theirs

    from topics.lda.gensim_model import FastLda

    before = theirs.ldamodel
    theirs.ldamodel = SimpleNamespace(LdaModel=FastLda)
    result = _Named()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            unittest.defaultTestLoader.loadTestsFromTestCase(theirs.TestLdaModel).run(result)
    finally:
        theirs.ldamodel = before
    return pd.DataFrame(result.rows, columns=["test", "ended", "why"])


class _Named(unittest.TestResult):
    """A result that keeps a row for every test."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, str, str]] = []

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        found = [(how, why) for how, pairs in (
            ("failed", self.failures), ("error", self.errors), ("skipped", self.skipped)
        ) for one, why in pairs if one is test]  # fmt: skip
        how, why = found[0] if found else ("passed", "")
        self.rows.append((test.id().rpartition(".")[2], how, why.strip().rpartition("\n")[2]))
        super().stopTest(test)
