"""`python -m bench.judge`: how good the search is, on a set of queries that were judged by hand (`bench/judged`).

Opens the province of the demonstration in a database of its own, fills the tables that search reads, asks every query,
and prints the figures by kind; `--worst` also prints every query whose best item does not stand first.
"""

import argparse
import os
import sys

import django

from bench import machine

DOMAIN = "binhphuoc.bench.local"


def main() -> int:
    """Measure. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", action="store_true", help="also the queries whose best item does not stand first")
    asked = parser.parse_args()
    with machine.postgres() as socket:
        os.environ.update(machine.environment(socket, machine.province(socket, DOMAIN)))
        django.setup()
        from bench.judged.asking import judged, table
        from bench.judged.texts import every_sample, load

        print(f"{load(every_sample())} texts", flush=True)
        found = judged(DOMAIN)
        print(table(found))
        for one in found if asked.worst else ():
            if one.reciprocal_rank < 1:
                print(f"{one.reciprocal_rank:.2f} {one.recall:.2f} {one.query.kind}: {one.query.q!r} {one.meant}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
