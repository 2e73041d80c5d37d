"""Signal to action."""

from typing import Any

from api.publications.triggers import install_triggers


def install_after_migrate(**_kwargs: Any) -> None:
    """`post_migrate` of this room: every table exists by then, because no other room stands above this one."""
    install_triggers()
