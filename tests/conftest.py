"""One analysis of the sample corpus, shared by the tests that look at its parts."""

import doctest
import signal
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("topics", deadline=None, derandomize=True)
hypothesis.settings.load_profile("topics")


def _skip_for(error: BaseException) -> None:
    """Skip where an extra is not installed; one that is, and is not found, is a failure."""
    from topics.errors import MissingExtraError

    if isinstance(error, doctest.UnexpectedException):
        error = error.exc_info[1]
    cause = getattr(error.__cause__, "name", None)
    if (
        isinstance(error, MissingExtraError)
        and cause
        and find_spec(cause.partition(".")[0]) is None
    ):
        pytest.skip(str(error))


class MissingExtras:
    """Tests and doctests that need an extra are skipped, and say so, where it is not installed."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self):
        try:
            return (yield)
        except Exception as error:
            _skip_for(error)
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self):
        try:
            return (yield)
        except Exception as error:
            _skip_for(error)
            raise


def pytest_configure(config):
    config.pluginmanager.register(MissingExtras())


ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def sample():
    from topics.run.analyse import analyse
    from topics.run.config import ReportConfig

    config = ReportConfig.from_toml(ROOT / "seeds" / "report.toml")
    return analyse(config.updated(draws=100, figures="all"))


@pytest.fixture(scope="session")
def report(sample, tmp_path_factory):
    """Folder of the report on the sample corpus."""
    from topics.report.write import write_report

    return write_report(sample, tmp_path_factory.mktemp("run") / "report").parent


@pytest.fixture(scope="session")
def small():
    """A small analysis, for tests that write reports and do not look into them."""
    from topics.run.analyse import analyse
    from topics.run.config import ReportConfig

    config = ReportConfig(
        corpus=str(ROOT / "seeds" / "briefs"),
        n_topics=2,
        restarts=1,
        draws=20,
        max_countries=2,
        compare=("RUS-CHN",),
        refits=0,
    )
    return analyse(config)


@pytest.fixture(autouse=True, scope="session")
def _interrupts_are_heard():
    # A shell starts what runs in its background deaf to Ctrl-C, which some tests raise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
