"""Closing a section behind the back of a request. Safe to run twice: what is done is not found again."""

from procrastinate.contrib.django import app

from workflows.endings import closing
from workflows.endings.models import Closing


@app.task(name=closing.CARRY_ON)
def carry_on(closing_id: int) -> None:
    """Go on to the end."""
    closing.carry_on_to_the_end(closing=Closing.objects.get(pk=closing_id))
