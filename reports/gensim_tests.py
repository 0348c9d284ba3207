"""Run gensim's own tests of LdaModel on the engine: python reports/gensim_tests.py."""

from measuring.conformance import run_gensims_tests


def main() -> int:
    """Print how each test ended; exit with 1 when one did not pass."""
    table = run_gensims_tests()
    print(table.to_string(index=False))
    passed = int((table["ended"] == "passed").sum())
    print(f"{passed} of {len(table)} tests of gensim passed")
    return int(table["ended"].isin(["failed", "error"]).any())


if __name__ == "__main__":
    raise SystemExit(main())
