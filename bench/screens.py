"""`python -m bench.screens`: what the screens of the admin cost in a province at its size, beside an almost empty one.

200 sites with 2,000 people, 100,000 pages, 5,000 of them under way; and three sites with fifty items. The same screens
as in `tests/budgets`, in rotating rounds within one process: queries, and time of which half the rounds took less.
"""

import argparse
import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator

from bench import machine

FEW, MANY = "bench_three_sites", "bench_screens"
SITES = 200


def main() -> int:
    """Make both databases, measure in a process of its own. Returns the exit code."""
    asked = _arguments()
    if asked.part:
        _within(asked)
        return 0
    size = ["--pages", str(asked.pages), "--under-way", str(asked.under_way)]
    with machine.postgres() as socket:
        tables = [["manage.py", word, "--verbosity=0"] for word in ("migrate", "createcachetable")]
        few = machine.made(socket, FEW, [*tables, ["-m", "bench.screens", "--part", "few"]], given=_given)
        fill = ["-m", "bench.screens", "--part", "many", *size]
        machine.made(socket, f"{MANY}_{asked.pages}", [fill], template=few, given=_given)
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
        words = ["-m", "bench.screens", "--part", "measure", *size, "--rounds", str(asked.rounds)]
        machine.run(words, _given(socket, few))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--under-way", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", choices=("few", "many", "measure"), help="what a process that is started here does")
    return parser.parse_args()


def _given(socket: str, database: str) -> dict[str, str]:
    """The settings of tests: the admin without files that were collected."""
    given = machine.environment(socket, database)
    return {**given, "MODE": "test", "EMAIL_URL": "dummymail://", "ADMIN_BASE_URL": "http://testserver"}


def _within(asked: argparse.Namespace) -> None:
    """One part, with Django."""
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    began = time.monotonic()
    if asked.part == "few":
        make_few()
    elif asked.part == "many":
        make_many(asked.pages, asked.under_way)
    else:
        measure(f"{MANY}_{asked.pages}", asked.rounds)
    print(f"{asked.part}: {time.monotonic() - began:.0f} s", flush=True)


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
            with _connected_to(database):
                for screen in SCREENS:
                    seconds, count = _asked(screen)
                    queries[str(screen), database] = count
                    if number:  # the first one warms up
                        taken.setdefault((str(screen), database), []).append(seconds * 1000)
    print(f"\n| screen | queries at 3 sites | at {SITES} | ms at 3 sites | at {SITES} | ratio |")
    print("|---|---|---|---|---|---|")
    for screen in map(str, SCREENS):
        few, large = (statistics.median(taken[screen, database]) for database in (FEW, many))
        counts = f"{queries[screen, FEW]} | {queries[screen, many]}"
        print(f"| {screen} | {counts} | {few:.0f} | {large:.0f} | {large / few:.2f} |", flush=True)


def _asked(screen: object) -> tuple[float, int]:
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
def _connected_to(database: str) -> Iterator[None]:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
