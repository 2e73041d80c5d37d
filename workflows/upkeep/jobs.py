"""Reminders every five minutes, and looking through texts after a change of the glossary. Safe to run twice."""

from procrastinate.contrib.django import app

from workflows.upkeep import reminders, rounds
from workflows.upkeep.models import Round


@app.periodic(cron="*/5 * * * *", periodic_id="workflows.upkeep.remind")
@app.task(name="workflows.upkeep.remind", queueing_lock="workflows.upkeep.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Remind and escalate."""
    reminders.remind_of_translations()
    reminders.remind_of_questions()


@app.task(name=rounds.CARRY_ON)
def carry_on(round_id: int) -> None:
    """Look through the texts to the end."""
    rounds.carry_on_to_the_end(Round.objects.get(pk=round_id))
