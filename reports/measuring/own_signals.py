"""A plugin of pytest: SIGTERM is the tests' own. Coverage's handler would end them at the first."""

import signal


def pytest_configure() -> None:
    """Take back what coverage has put in; in the processes that tests start it stays."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
