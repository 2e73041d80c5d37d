"""Bringing files in: read, compared page by page, shown; written when the person says so. Nothing public changes."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.refusals import Reason, Refusal, Refused
from workflows.bureaus.comparing import Result, results
from workflows.bureaus.enums import BESIDE, WRITES, Finding, PageState
from workflows.bureaus.models import DeliveredPage, Delivery, Handout
from workflows.bureaus.packages import read
from workflows.bureaus.policies import may_exchange, reasons_not_to_confirm
from workflows.bureaus.registry import text_named
from workflows.bureaus.rules import limits
from workflows.bureaus.sheets import Sheet, Unit, refuse, same_language
from workflows.bureaus.texts import Text
from workflows.translation.enums import How
from workflows.translation.remembering import Beside
from workflows.translation.seen import fingerprint
from workflows.translation.selectors import locale_named, places_by_site

logger = logging.getLogger(__name__)

GO_ON = "workflows.bureaus.go_on"  # the job; its module stands above this one
LONGEST_KEY = 200
AT_A_TIME = 10  # pages after which the worker lets go: it may be told to stop
WORKING = (PageState.WAITING, PageState.TO_WRITE)
TAKEN_IF_ASKED = frozenset({Finding.UNFINISHED})


def bring_in(actor: User, *, files: Iterable[tuple[str, bytes]], locale: str) -> Delivery:
    """Read files, and compare them with the texts as they stand: nothing is written but the delivery itself.

    Refused to who translates nowhere; Missing for a language that there is not; Invalid, with file, line and rule, for
    what cannot be read, is in another language, or was not taken out here. More pages than the rule says are compared
    by the worker.
    """
    if not may_exchange(actor):
        raise Refused(_("You may not translate on this site or into this language."), code="not_entitled")
    locale_named(locale)
    given, most = list(files), limits()
    sheets = read(given, limits=most)
    for sheet in sheets:
        _check_language(sheet, locale)
    with transaction.atomic():
        delivery = _delivery(actor, given, sheets, locale)
        DeliveredPage.objects.bulk_create(_pages(delivery, sheets))
    _start(delivery, most.at_once)
    return delivery


def confirm(actor: User, *, delivery: Delivery, also: Collection[str]) -> None:
    """Have written what the report says is taken, and what of `also` (findings that are taken only if asked) is there.

    Each page in a transaction of its own, through the desk's own actions; what changed meanwhile is found again.
    Refused to everyone but whoever brought it, and a second time.
    """
    with transaction.atomic():
        locked = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        if reasons := reasons_not_to_confirm(actor, delivery=locked):
            raise Refused(reasons=reasons)
        if locked.pages.filter(state__in=WORKING).exists():
            raise Refused(_("The files are still being compared."), code="comparing")
        locked.confirmed_at, locked.also = clock.now(), sorted(TAKEN_IF_ASKED.intersection(also))
        locked.save(update_fields=("confirmed_at", "also"))
        locked.pages.filter(state=PageState.COMPARED).update(state=PageState.TO_WRITE)
    _start(locked, limits().at_once)


def go_on(*, delivery_id: int, most: int = AT_A_TIME) -> None:
    """Compare or write the next pages, and have the rest done after them. Safe to run twice, and after a crash."""
    delivery = Delivery.objects.select_related("by").get(pk=delivery_id)
    waiting = delivery.pages.filter(state__in=WORKING).order_by("position")
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        _do(delivery, pk)
    if waiting.exists():
        _go_on_later(delivery_id)


def _start(delivery: Delivery, at_once: int) -> None:
    if delivery.pages.filter(state__in=WORKING).count() > at_once:
        _go_on_later(delivery.pk)
    else:
        go_on(delivery_id=delivery.pk, most=at_once)


def _go_on_later(delivery_id: int) -> None:
    app.configure_task(GO_ON, queue="bureaus", lock="bureaus").defer(delivery_id=delivery_id)


def _check_language(sheet: Sheet, locale: str) -> None:
    if not same_language(sheet.locale, locale):
        words = _("The file is in the language “%(said)s”, not “%(wanted)s”.")
        raise refuse("other_language", words % {"said": sheet.locale, "wanted": locale}, name=sheet.name)


def _delivery(actor: User, given: Sequence[tuple[str, bytes]], sheets: Sequence[Sheet], locale: str) -> Delivery:
    named = {sheet.handout for sheet in sheets if _is_number(sheet.handout)}
    handouts = Handout.objects.filter(public_id__in=named, site__in=places_by_site(actor, locale)).only("pk")
    return Delivery.objects.create(
        by=actor,
        at=clock.now(),
        name=", ".join(name for name, _data in given)[:300],
        size=sum(len(data) for _name, data in given),
        sha256=sha256(b"".join(data for _name, data in given)).hexdigest(),
        locale=locale,
        handout=handouts.first() if len(named) == 1 else None,
    )


def _is_number(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False


def _pages(delivery: Delivery, sheets: Sequence[Sheet]) -> list[DeliveredPage]:
    """The pages in the order of the tree: a section is begun before what lies in it."""
    rows = Page.objects.filter(translation_key__in=[sheet.public_id for sheet in sheets]).order_by("-path")
    paths = dict(rows.values_list("translation_key", "path"))
    ordered = sorted(sheets, key=lambda sheet: (sheet.public_id not in paths, paths.get(sheet.public_id, "")))
    return [
        DeliveredPage(
            delivery=delivery,
            position=position,
            public_id=sheet.public_id,
            name=sheet.name[:300],
            units=[{"source_locale": sheet.source_locale}, *map(_stored, sheet.units)],
        )
        for position, sheet in enumerate(ordered, 1)
    ]


def _stored(unit: Unit) -> dict[str, Any]:
    """What of a unit comes back from a file."""
    said = asdict(unit)
    return {name: said[name] for name in ("key", "source", "target", "stamp", "is_done", "has_codes", "at")}


def _do(delivery: Delivery, pk: int) -> None:
    """Compare a page, or write it. What is refused leaves the page as it is, and is told."""
    try:
        with transaction.atomic():
            page = DeliveredPage.objects.select_for_update(of=("self",)).get(pk=pk)
            if page.state not in WORKING:
                return
            act = _compare if page.state == PageState.WAITING else _write
            act(delivery, page)
            page.save()
    except Refusal as refusal:
        words = "\n".join(str(reason) for reason in refusal.reasons if str(reason))
        DeliveredPage.objects.filter(pk=pk).update(state=PageState.REFUSED, message=words)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Page %s of a delivery was not done", pk)
        words = _("Something went wrong; the log of the system says what.")
        DeliveredPage.objects.filter(pk=pk).update(state=PageState.REFUSED, message=words)


def _known(delivery: Delivery, page: DeliveredPage) -> Text:
    """The text that a page of a file is about, if its bringer may work on it; raises Refused otherwise."""
    text = text_named(delivery.by, page.public_id, locale=delivery.locale)
    page.is_known = text is not None
    if text is None or not page.units:
        raise Refused(_("This page is not here, or is not yours to translate."), code="foreign")
    page.title = text.title[:300]
    said = page.units[0]["source_locale"]
    if said and not same_language(said, text.source_locale):
        words = _("The file was made from the language “%(said)s”; the source of this page is in “%(wanted)s”.")
        raise Refused(words % {"said": said, "wanted": text.source_locale}, code="other_source_language")
    return text


def _compare(delivery: Delivery, page: DeliveredPage) -> None:
    try:
        text = _known(delivery, page)
        reasons = _reasons_not_to_write(delivery, page, text)
    except Refused as refusal:
        page.state, page.message = PageState.REFUSED, str(refusal.reasons[0])
        return
    _tell(page, _compared(page, text))
    page.state = PageState.REFUSED if reasons else PageState.COMPARED
    page.message = "\n".join(map(str, reasons))


def _reasons_not_to_write(delivery: Delivery, page: DeliveredPage, text: Text) -> list[Reason]:
    reasons = text.reasons_not_to_write()
    if text.above is None or not any(reason.code == "section_missing" for reason in reasons):
        return reasons
    is_made_first = delivery.pages.filter(public_id=text.above, position__lt=page.position).exists()
    return [reason for reason in reasons if not (reason.code == "section_missing" and is_made_first)]


def _compared(page: DeliveredPage, text: Text) -> list[Result]:
    units = [Unit(**said) for said in page.units[1:]]
    return results(units, text.lines, text.limits, text.barred)


def _write(delivery: Delivery, page: DeliveredPage) -> None:
    """Write what is taken into the draft, keep the rest beside it."""
    text = _known(delivery, page).locked()
    asked = WRITES | {Finding(name) for name in delivery.also}
    found = _compared(page, text)
    if not any(one.finding in asked | BESIDE for one in found):
        page.state = PageState.WRITTEN
        return
    if (begun := text.begun()) is not text:
        text, found = begun, _compared(page, begun)
    for how, findings in ((How.KEPT, {Finding.KEPT}), (How.BROUGHT, asked - {Finding.KEPT})):
        if given := dict(_given(found, findings)):
            text.write(given, how=how)
    for one in found:
        if one.finding in BESIDE:
            said = Beside(one.unit.key[:LONGEST_KEY], one.unit.source, one.unit.version, one.text)
            text.keep_beside(one.line, said)
    page.state = PageState.WRITTEN
    _tell(page, found, also=delivery.also)


def _given(found: Iterable[Result], findings: Collection[Finding]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """What is written: by segment its words, the wording that they replace, the source."""
    for one in found:
        if one.line is not None and one.finding in findings:
            yield one.line.key, (one.text, fingerprint(one.line.target), one.line.segment.sha256)


def _tell(page: DeliveredPage, found: Iterable[Result], *, also: Collection[str] = ()) -> None:
    """Write down what each segment does, as it is shown and kept; `also` was taken because it was asked for."""
    page.findings = [
        {
            "key": one.line.key if one.line else one.unit.key,
            "at": one.unit.at,
            "label": str(one.line.segment.label) if one.line else "",
            "source": one.line.segment.text if one.line else one.unit.source,
            "older": one.unit.source if one.finding in (Finding.OLDER, Finding.UNKNOWN) else "",
            "before": one.line.target if one.line else "",
            "text": one.text,
            "finding": str(Finding.TAKEN if one.finding in also else one.finding),
            "said": one.said,
        }
        for one in found
    ]
    page.counts = Counter(one["finding"] for one in page.findings)
