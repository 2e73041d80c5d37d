"""Signal to action."""

from typing import Any

from django.db import connection

from api.publications.drain import try_drain
from api.publications.triggers import install_triggers


def install_after_migrate(**_kwargs: Any) -> None:
    """`post_migrate` of this room: every table exists by then, because no other room stands above this one."""
    install_triggers()


def drain_after_commit(**_kwargs: Any) -> None:
    """A release or a withdrawal was written: readers see it as soon as the request has committed."""
    connection.on_commit(try_drain, robust=True)
