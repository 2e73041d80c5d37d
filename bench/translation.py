"""`python -m bench.translation`: what the translator's desk costs, and a change of the glossary, at size.

In one run on one machine, in rotating rounds within one process: a text of 75 words and one of 3,000 are opened and
saved; the list, the first screen, the figures and the reminders are asked for in a province of three sites and in one
of 200 with very many texts; then the glossary changes, and what the worker does follows in full.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench import machine, parts
from bench.screens import SITES, connected_to

FEW, MANY = "bench_translations_few", "bench_translations"
LENGTHS = (3, 120)  # paragraphs of 25 words
LENGTH_OF_MANY = 12
GOOD = 200

type Prepare = Callable[[], Callable[[], Any]]


def main() -> int:
    """Make the databases, measure in a process of its own. Returns the exit code."""
    asked = _arguments()
    own = {"few": make_few, "many": lambda: make_many(asked.texts), "measure": lambda: measure(asked)}
    if asked.part:
        parts.carry_out(asked.part, own)
        return 0
    given, words = parts.with_settings_of_tests, partial(parts.words, "translation")
    with machine.postgres() as socket:
        few = machine.made(socket, FEW, [*machine.TABLES, words("few")], given=given)
        many = {
            texts: machine.made(
                socket, f"{MANY}_{texts}", [words("many", "--texts", str(texts))], template=few, given=given
            )
            for texts in (asked.texts, 2 * asked.marked)  # each second text has a translation
        }
        parts.tell_load()
        names = ["--many", many[asked.texts], "--translated", many[2 * asked.marked]]
        machine.run(words("measure", "--rounds", str(asked.rounds), *names), given(socket, few))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--marked", type=int, default=10_000, help="translations that use the old word")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", default="", help="the database with very many texts")
    parser.add_argument("--translated", default="", help="the database with the translations to be marked")
    parser.add_argument("--part", choices=("few", "many", "measure"), help=parts.HELP)
    return parser.parse_args()


def make_few() -> None:
    """Three sites; all news is owed in English; one text with its public translation."""
    from sites.rules.models import Rule
    from tests.budgets.test_translation import long_body
    from tests.factories.workflows import make_basis, make_desk, make_portal, published
    from tests.workflows.test_translation import english_of, translator

    desk = make_desk("stc")
    make_portal()
    translator(make_desk("syt"))
    values: dict[str, Any] = {
        "translation.owed": {"en": [{"types": ["news"]}]},
        "translation.limits": {"first": 40, "correction": 8, "supplement": 16, "other": 24, "remind": 4},
    }
    for key, value in values.items():
        Rule.objects.create(key=key, value=value, unit="text", basis=make_basis(), article="Điều 7.2")
    english_of(desk, published(desk, title="Nhiều", body=long_body(LENGTH_OF_MANY)))


def make_many(texts: int) -> None:
    """The same text very many times, on 200 sites."""
    from cms.news.models import NewsPage
    from sites.domains.models import PublicSite
    from tests.factories.many import fill_translations
    from tests.factories.scale import widen

    widen(PublicSite.objects.get(code="stc"), sites=SITES)
    source = NewsPage.objects.get(title="Nhiều")
    fill_translations(source, source.get_translations().get().specific, texts=texts)


def measure(asked: argparse.Namespace) -> None:
    """The tables."""
    taken: dict[tuple[str, str], list[float]] = {}
    queries: dict[tuple[str, str], int] = {}
    for number in range(asked.rounds + 1):
        for database in (FEW, asked.many) if number % 2 else (asked.many, FEW):
            with connected_to(database):
                asked_here = [*questions(), *(desk_questions() if database == FEW else ())]
                for name, prepare in asked_here:
                    _take(taken, queries, (name, database), prepare, is_counted=number > 0)
    print("\n| | queries | ms | queries at 200 sites | ms |\n|---|---|---|---|---|")
    for name in dict.fromkeys(name for name, _database in taken):
        cells = [
            f"{queries[name, one]} | {statistics.median(taken[name, one]):.0f}" if (name, one) in taken else " | "
            for one in (FEW, asked.many)
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    with connected_to(asked.translated):
        mark()


def _take(
    taken: dict[tuple[str, str], list[float]],
    queries: dict[tuple[str, str], int],
    key: tuple[str, str],
    prepare: Prepare,
    *,
    is_counted: bool,
) -> None:
    """Prepare, then ask once, within a transaction that is rolled back; the first round warms up."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        ask = prepare()
        with CaptureQueriesContext(connection) as found:
            began = time.perf_counter()
            ask()
            seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    queries[key] = len(found)
    if is_counted:
        taken.setdefault(key, []).append(seconds * 1000)


def questions() -> Iterator[tuple[str, Prepare]]:
    """What is asked of few texts and of very many: by the translator of one site, and of all sites."""
    from django.urls import reverse

    from sites.accounts.models import User
    from sites.domains.models import PublicSite
    from workflows.coverage.figures import coverage_of
    from workflows.translation.more import counts_of
    from workflows.upkeep.reminders import remind_of_translations

    def reminded() -> Callable[[], Any]:
        remind_of_translations()
        return remind_of_translations

    translator, administrator = User.objects.get(username="dich.stc"), User.objects.get(username="quantri")
    index, late = reverse("translation:index"), reverse("translation:index") + "?urgency=overdue&page=3"
    yield "list, one site", lambda: _getting(translator, index)
    yield "list, third sheet of what is overdue, one site", lambda: _getting(translator, late)
    yield "list, all sites", lambda: _getting(administrator, index)
    yield "list by words left, one site", lambda: _getting(translator, f"{index}?order=fewest")
    yield "list by words left, all sites", lambda: _getting(administrator, f"{index}?order=fewest")
    yield "counts of the first screen", lambda: lambda: counts_of(translator)
    yield "figures of one site", lambda: lambda: coverage_of(PublicSite.objects.filter(code="stc"))
    yield "figures of all sites", lambda: lambda: coverage_of(PublicSite.objects.all())
    yield "reminders of everything at once", lambda: remind_of_translations
    yield "reminders, nothing new", reminded


def desk_questions() -> Iterator[tuple[str, Prepare]]:
    """Opening and saving a short text and a long one."""
    for paragraphs in LENGTHS:
        words = paragraphs * 25
        yield f"opening a text of {words} words", partial(_opening, paragraphs)
        yield f"saving a segment of a text of {words} words", partial(_saving, paragraphs)


def _opening(paragraphs: int) -> Callable[[], Any]:
    from django.urls import reverse

    translation, person = _text(paragraphs)
    return _getting(person, reverse("translation:text", args=(translation.pk,)))


def _saving(paragraphs: int) -> Callable[[], Any]:
    from django.test import Client
    from django.urls import reverse

    from workflows.translation.seen import fingerprint
    from workflows.translation.texts import opened

    translation, person = _text(paragraphs)
    client, address = Client(), reverse("translation:text", args=(translation.pk,))
    client.force_login(person)
    line = opened(translation).lines[-1]
    given = {"act": "write", "key": line.key, "text": "The last one", "source_seen": line.segment.sha256}
    given["seen"] = fingerprint(line.target)
    return lambda: _is_good(client.post(address, given, headers={"x-requested-with": "XMLHttpRequest"}), address)


def _text(paragraphs: int) -> tuple[Any, Any]:
    from tests.budgets.test_translation import long_body
    from tests.factories.workflows import make_desk, published
    from tests.workflows.test_translation import begun, translator

    desk = make_desk("stc")
    return begun(desk, published(desk, body=long_body(paragraphs))), translator(desk)


def _getting(person: Any, address: str) -> Callable[[], Any]:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return lambda: _is_good(client.get(address), address)


def _is_good(answer: Any, address: str) -> None:
    if answer.status_code != GOOD:
        raise AssertionError(f"{address}: {answer.status_code}")


def mark() -> None:
    """A new word in the glossary: how long who says it waits, then the worker, batch after batch."""
    from django.db import transaction

    from cms.glossary.actions import keep_term
    from cms.glossary.models import Term
    from sites.accounts.models import User
    from workflows.upkeep.models import Mark, Round
    from workflows.upkeep.rounds import carry_on_to_the_end

    actor = User.objects.get(username="quantri")
    with transaction.atomic():
        term = keep_term(actor, term=Term(vi="thu ngân sách", language="en", words="English"))
        term.words = "budget revenue"
        began = time.perf_counter()
        keep_term(actor, term=term)
        said = time.perf_counter() - began
        row = Round.objects.earliest("-pk")
        began, used = time.perf_counter(), time.process_time()
        row = carry_on_to_the_end(row)
        seconds, used = time.perf_counter() - began, time.process_time() - used
        marked = Mark.objects.filter(round=row).count()
        transaction.set_rollback(True)
    print(f"\nglossary: said in {said * 1000:.0f} ms; {row.done} translations looked through, {marked} marked", end=" ")
    print(f"in {seconds:.1f} s ({used:.1f} s of the worker's processor, {seconds * 1000 / row.done:.1f} ms each)")


if __name__ == "__main__":
    sys.exit(main())
