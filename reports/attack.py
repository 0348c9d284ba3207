"""Attack the package, and judge how each attack ends: python reports/attack.py KIND.

What was attacked is kept in reports/out/attack; the same command goes on where it was stopped.
"""

import argparse
import os

# Arrow's own pool would take 1 GB of the addresses that each attack is allowed.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

from measuring.attacking import Log, attacks, report


def main() -> int:
    """Run one kind of attack, print a table, write all of them to reports/out/attack."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    known = attacks()
    for name, module in known.items():
        about = (module.__doc__ or name).splitlines()[0]
        own = kinds.add_parser(name, help=about, description=about)
        own.add_argument("--again", action="store_true", help="begin anew, not where it stopped")
        module.add_arguments(own)
    options = parser.parse_args()
    decide = {name: value for name, value in vars(options).items() if name != "again"}
    log = Log(options.kind, decide, again=options.again)
    options.done = log.done
    return report(options.kind, known[options.kind].run(options), log)


if __name__ == "__main__":
    raise SystemExit(main())
