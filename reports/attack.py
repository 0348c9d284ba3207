"""Attack the package, and judge how each attack ends: python reports/attack.py KIND."""

import argparse
import os

# Arrow's own pool would take 1 GB of the addresses that each attack is allowed.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

from measuring.attacking import attacks, report


def main() -> int:
    """Run one kind of attack, print a table, write all of them to reports/out/attack."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    known = attacks()
    for name, module in known.items():
        about = (module.__doc__ or name).splitlines()[0]
        module.add_arguments(kinds.add_parser(name, help=about, description=about))
    options = parser.parse_args()
    return report(options.kind, known[options.kind].run(options))


if __name__ == "__main__":
    raise SystemExit(main())
