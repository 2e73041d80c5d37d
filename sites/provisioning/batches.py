"""Opening many sites: ordered once, opened one by one by the worker, each in a transaction of its own."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sites import clock
from sites.provisioning.actions import open_site
from sites.provisioning.models import LineState, OpeningBatch, OpeningLine
from sites.provisioning.plan import AgencyPlan, HostPlan, SectionPlan, SitePlan
from sites.provisioning.policies import reasons_not_to_open_site
from sites.refusals import Invalid, Refusal, Refused

logger = logging.getLogger(__name__)

OPEN_SOME = "sites.provisioning.open_some"  # the job; its module stands above this one
AT_A_TIME = 10  # sites a job opens before it lets go: the worker may be told to stop


@transaction.atomic
def order_openings(actor: AbstractUser, *, source: str, planned: Sequence[tuple[int, SitePlan]]) -> OpeningBatch:
    """Order sites to be opened by the worker. `planned` are the plans with the lines of the list where they stand.

    Refused to everyone but administrators; Invalid for an empty list.
    """
    if reasons := reasons_not_to_open_site(actor):
        raise Refused(reasons=reasons)
    if not planned:
        raise Invalid(
            _("The list names no site."), code="empty_list", errors={"source": [_("The list names no site.")]}
        )
    batch = OpeningBatch.objects.create(by=_person(actor), source=source, made_at=clock.now())
    OpeningLine.objects.bulk_create(
        OpeningLine(batch=batch, position=position, line=line, code=plan.code, plan=_as_json(plan))
        for position, (line, plan) in enumerate(planned, 1)
    )
    _go_on(batch.pk)
    return batch


@transaction.atomic
def try_again(actor: AbstractUser, *, batch: OpeningBatch) -> None:
    """Have what failed, and what still waits, opened again. Refused to everyone but administrators."""
    if reasons := reasons_not_to_open_site(actor):
        raise Refused(reasons=reasons)
    batch.lines.filter(state=LineState.FAILED).update(state=LineState.WAITING, message="", seconds=None)
    _go_on(batch.pk)


def open_some(*, batch_id: int) -> None:
    """Open the next sites of a batch, and have the rest opened after them. Safe to run twice, and after a crash.

    What one site is refused, or breaks on, is written to its line and stops no other. A lost database stops the job,
    which is tried again: the lines that are not done wait.
    """
    batch = OpeningBatch.objects.select_related("by").get(pk=batch_id)
    waiting = batch.lines.filter(state=LineState.WAITING).order_by("position")
    for pk in list(waiting.values_list("pk", flat=True)[:AT_A_TIME]):
        _open_line(batch.by, pk)
    if waiting.exists():
        _go_on(batch_id)


def _open_line(actor: AbstractUser, pk: int) -> None:
    began = time.monotonic()
    try:
        with transaction.atomic():
            line = OpeningLine.objects.select_for_update().get(pk=pk)
            if line.state != LineState.WAITING:
                return
            open_site(actor, plan=_from_json(line.plan))
            _done(pk, LineState.OPENED, "", began)
    except (OperationalError, InterfaceError):
        raise
    except Refusal as refusal:
        _done(pk, LineState.FAILED, "\n".join(str(reason) for reason in refusal.reasons), began)
    except Exception:
        logger.exception("The site of line %s was not opened", pk)
        _done(pk, LineState.FAILED, _("Something went wrong; the log of the worker says what."), began)


def _done(pk: int, state: str, message: str, began: float) -> None:
    seconds = round(time.monotonic() - began, 3)
    OpeningLine.objects.filter(pk=pk).update(state=state, message=message, seconds=seconds)


def _go_on(batch_id: int) -> None:
    app.configure_task(OPEN_SOME, queue="opening", lock="opening").defer(batch_id=batch_id)


def _person(actor: AbstractUser) -> Any:
    """The actor as the model of people, which this room does not know."""
    return actor


def _as_json(plan: SitePlan) -> dict[str, Any]:
    decided_on = plan.decided_on.isoformat() if plan.decided_on else None
    return {**asdict(plan), "decided_on": decided_on}


def _from_json(data: Mapping[str, Any]) -> SitePlan:
    values = dict(data)
    values["hosts"] = tuple(HostPlan(**host) for host in data["hosts"])
    values["sections"] = tuple(SectionPlan(**section) for section in data["sections"])
    values["languages"] = tuple(data["languages"])
    values["new_agency"] = AgencyPlan(**data["new_agency"]) if data["new_agency"] else None
    values["decided_on"] = date.fromisoformat(data["decided_on"]) if data["decided_on"] else None
    return SitePlan(**values)
