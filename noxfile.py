"""What a developer runs: nox, nox -s lint, nox -s tests -- -k readers. See CONTRIBUTING.md."""

import nox

nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; what stands behind -- goes to pytest."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, form and types."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages of docs/; a warning is an error."""
    session.install("-e", ".[docs]")
    strict = ["-W", "-n", "--keep-going", "-q"]
    session.run("python", "-m", "sphinx", *strict, "-b", "html", "docs", "docs/_build/html")


@nox.session(venv_backend="none")
def lowest(session: nox.Session) -> None:
    """Make the sample report on the lowest versions that are declared."""
    session.run("bash", ".ci/lowest", external=True)


@nox.session
def report(session: nox.Session) -> None:
    """Make the sample report, in report/."""
    session.install(".")
    session.run("topics", "report", *session.posargs)
