"""The parts of a measurement that run in processes of their own, each with Django on a database: how they are called,
what they are told, what they say.
"""

import os
import time
from collections.abc import Callable, Mapping

from bench import machine

HELP = "what a process that is started here does"


def words(measurement: str, part: str, *more: str) -> list[str]:
    """The words that start a part of a measurement."""
    return ["-m", f"bench.{measurement}", "--part", part, *more]


def with_settings_of_tests(socket: str, database: str) -> dict[str, str]:
    """The admin without files that were collected, and without mail."""
    given = machine.environment(socket, database)
    return {**given, "MODE": "test", "EMAIL_URL": "dummymail://", "ADMIN_BASE_URL": "http://testserver"}


def carry_out(part: str, parts: Mapping[str, Callable[[], None]]) -> None:
    """Do a part, with Django, and say how long it took."""
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    if os.environ["MODE"] == "test":
        setup_test_environment()
    began = time.monotonic()
    parts[part]()
    print(f"{part}: {time.monotonic() - began:.0f} s", flush=True)


def tell_load() -> None:
    """How busy the machine is: what a figure is worth."""
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
