"""`python -m bench.screens`: what the screens of the admin cost in a province at its size, beside an almost empty one.

200 sites with 2,000 people, 100,000 pages, 5,000 of them under way; and three sites with fifty items. The same screens
as in `tests/budgets`, in rotating rounds within one process: queries, and time of which half the rounds took less.
"""

import argparse
import contextlib
import statistics
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench import machine, parts

if TYPE_CHECKING:
    from tests.budgets.screens import Screen

FEW, MANY = "bench_three_sites", "bench_screens"
SITES = 200


def main() -> int:
    """Make both databases, measure in a process of its own. Returns the exit code."""
    asked = _arguments()
    own = {
        "few": make_few,
        "many": lambda: make_many(asked.pages, asked.under_way),
        "measure": lambda: measure(f"{MANY}_{asked.pages}", asked.rounds),
    }
    if asked.part:
        parts.carry_out(asked.part, own)
        return 0
    size = ["--pages", str(asked.pages), "--under-way", str(asked.under_way)]
    given = parts.with_settings_of_tests
    with machine.postgres() as socket:
        few = machine.made(socket, FEW, [*machine.TABLES, parts.words("screens", "few")], given=given)
        many = [parts.words("screens", "many", *size)]
        machine.made(socket, f"{MANY}_{asked.pages}", many, template=few, given=given)
        parts.tell_load()
        machine.run(parts.words("screens", "measure", *size, "--rounds", str(asked.rounds)), given(socket, few))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--under-way", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", choices=("few", "many", "measure"), help=parts.HELP)
    return parser.parse_args()


def make_few() -> None:
    """Three sites with an ordinary week of work."""
    from tests.budgets.screens import SCREENS, opened
    from tests.budgets.work import seat_everywhere, work

    work()
    seat_everywhere()
    for screen in SCREENS:
        opened(screen)


def make_many(pages: int, under_way: int) -> None:
    """The same among many."""
    from wagtail.models import Page

    from sites.domains.models import PublicSite
    from tests.budgets.work import seat_everywhere
    from tests.factories.scale import fill, widen
    from tests.factories.workflows import fresh_page
    from workflows.passage.models import Passage

    widen(PublicSite.objects.get(code="stc"), sites=SITES)
    seat_everywhere()
    draft = fresh_page(Page.objects.get(title="Bản nháp").pk)
    fill(draft, Passage.objects.get(page__title="Đang chờ 0"), pages=pages, under_way=under_way)


def measure(many: str, rounds: int) -> None:
    """A table: each screen in both databases."""
    from tests.budgets.screens import SCREENS

    taken: dict[tuple[str, str], list[float]] = {}
    queries: dict[tuple[str, str], int] = {}
    for number in range(rounds + 1):
        for database in (FEW, many) if number % 2 else (many, FEW):
            with connected_to(database):
                for screen in SCREENS:
                    seconds, count = _asked(screen)
                    queries[str(screen), database] = count
                    if number:  # the first one warms up
                        taken.setdefault((str(screen), database), []).append(seconds * 1000)
    print(f"\n| screen | queries at 3 sites | at {SITES} | ms at 3 sites | at {SITES} | ratio |")
    print("|---|---|---|---|---|---|")
    for name in map(str, SCREENS):
        few, large = (statistics.median(taken[name, database]) for database in (FEW, many))
        counts = f"{queries[name, FEW]} | {queries[name, many]}"
        print(f"| {name} | {counts} | {few:.0f} | {large:.0f} | {large / few:.2f} |", flush=True)


def _asked(screen: "Screen") -> tuple[float, int]:
    """How long a screen takes a person who is logged in, and its queries."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from tests.budgets.screens import answered, logged_in

    client, address = logged_in(screen), screen.address()
    reset_queries()  # only so many are kept
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answered(screen, client, address)
        seconds = time.perf_counter() - began
    return seconds, len(queries)


@contextlib.contextmanager
def connected_to(database: str) -> Iterator[None]:
    """Ask this database of the same server for as long as the block."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
