"""Putting a bundle together, sending it on its way, stopping it, taking it back. Deciding is `passage.together`."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Reason, Refused
from workflows.bundles.announcements import tell_taken_back
from workflows.bundles.enums import ActKind, BundleState
from workflows.bundles.findings import findings_of
from workflows.bundles.models import Bundle, BundleItem
from workflows.bundles.policies import (
    reasons_not_to_add,
    reasons_not_to_cancel_bundle,
    reasons_not_to_change,
    reasons_not_to_open,
    reasons_not_to_retry,
    reasons_not_to_take_back,
)
from workflows.bundles.recording import note
from workflows.bundles.selectors import items_of, standings_of
from workflows.passage import announcements
from workflows.passage.actions import cancel_together, publish_scheduled, submit_together, withdraw_together
from workflows.passage.actions.recording import refuse


def open_bundle(actor: User, *, site: PublicSite, title: str, occasion: str, at: datetime | None = None) -> Bundle:
    """Open a bundle of a site. Refused to who does not work on its texts; Invalid as `change_bundle`."""
    refuse(reasons_not_to_open(actor, site=site))
    _check_details(title, occasion, at)
    with transaction.atomic():
        bundle = Bundle.objects.create(
            site=site,
            title=title.strip(),
            occasion=occasion.strip(),
            at=at,
            opened_by=actor,
            opened_at=clock.now(),
        )
        note(bundle, ActKind.OPENED, actor)
        return bundle


def change_bundle(actor: User, *, bundle: Bundle, title: str, occasion: str, at: datetime | None) -> Bundle:
    """Give an open bundle another title, occasion or moment.

    Refused to who does not work on the site's texts, and once it is submitted; Invalid without title or occasion, and
    for a moment that has passed.
    """
    with transaction.atomic():
        now = _open(actor, bundle)
        _check_details(title, occasion, at)
        now.title, now.occasion, now.at = title.strip(), occasion.strip(), at
        now.save(update_fields=("title", "occasion", "at"))
        note(now, ActKind.CHANGED, actor)
        return now


def add_item(actor: User, *, bundle: Bundle, page: Page) -> BundleItem:
    """Put a page into an open bundle, at its end.

    Refused for a page of another site, one that he may not edit, and one that lies in a bundle; Conflict where somebody
    was faster.
    """
    with transaction.atomic():
        now = _locked(bundle)
        refuse(reasons_not_to_add(actor, bundle=now, page=page))
        last = items_of(now).aggregate(last=Max("position"))["last"] or 0
        try:
            with transaction.atomic():
                item = BundleItem.objects.create(
                    bundle=now, page=page, position=last + 1, added_by=actor, added_at=clock.now()
                )
        except IntegrityError as error:
            raise Conflict(_("It was put into another bundle in the meantime."), code="in_a_bundle") from error
        note(now, ActKind.ADDED, actor, page=page)
        return item


def remove_item(actor: User, *, item: BundleItem) -> None:
    """Take a page out of an open bundle. Refused as `change_bundle`."""
    with transaction.atomic():
        now = _open(actor, item.bundle)
        kept = _item(now, item)
        kept.removed_at, kept.binds = clock.now(), False
        kept.save(update_fields=("removed_at", "binds"))
        note(now, ActKind.REMOVED, actor, page=kept.page)


def move_up(actor: User, *, item: BundleItem) -> None:
    """Let an item and the one before it change places. Refused as `change_bundle`."""
    _move(actor, item, -1)


def move_down(actor: User, *, item: BundleItem) -> None:
    """Let an item and the one after it change places. Refused as `change_bundle`."""
    _move(actor, item, 1)


def submit_bundle(actor: User, *, bundle: Bundle) -> Bundle:
    """Send a bundle on its way as one thing: every text is frozen, every guard is asked.

    Refused to who does not work on the site's texts, and for every hard finding (`findings`).
    """
    with transaction.atomic():
        now = _open(actor, bundle)
        items = list(items_of(now))
        refuse([finding.reason for finding in findings_of(actor, now, items) if finding.is_hard])
        passages = submit_together(actor, pages=[item.page for item in items], at=now.at, comment=now.occasion)
        for item, passage in zip(items, passages, strict=True):
            item.passage = passage
            item.save(update_fields=("passage",))
        now.leader, now.state = passages[0], BundleState.UNDER_WAY
        now.save(update_fields=("leader", "state"))
        note(now, ActKind.SUBMITTED, actor)
        announcements.waiting(passages[0])
        return now


def cancel_bundle(actor: User, *, bundle: Bundle, reason: str) -> Bundle:
    """Take a bundle off its way, approved or not; it is open again and may be changed.

    Invalid without a reason; refused as the policy says.
    """
    refuse(reasons_not_to_cancel_bundle(actor, bundle=bundle))
    if bundle.leader:
        cancel_together(actor, leader=bundle.leader, reason=reason)
    return Bundle.objects.get(pk=bundle.pk)


def abandon_bundle(actor: User, *, bundle: Bundle, reason: str) -> Bundle:
    """Give an open bundle up: its items are free again. Invalid without a reason; refused as `change_bundle`."""
    _check_reason(reason)
    with transaction.atomic():
        now = _open(actor, bundle)
        now.state = BundleState.ABANDONED
        now.save(update_fields=("state",))
        now.items.update(binds=False)
        note(now, ActKind.ABANDONED, actor, reason=reason)
        return now


def take_back_bundle(
    actor: User, *, bundle: Bundle, reason: str, notice: str = "", also: Collection[int] = ()
) -> Bundle:
    """Take back from the public what a bundle published, all of it in one transaction.

    What another release has changed since stays public, unless its page is named in `also`; what is gone already is
    left alone. Invalid without a reason; refused to who does not decide about one of them, and where nothing is left.
    """
    _check_reason(reason)
    refuse(reasons_not_to_take_back(actor, bundle=bundle))
    with transaction.atomic():
        chosen = [
            standing.item.page
            for standing in standings_of(bundle)
            if standing.is_as_published or (standing.is_changed and standing.item.page_id in also)
        ]
        if not chosen:
            raise Refused(_("Nothing of it is public any more as the bundle published it."), code="not_public")
        withdrawals = withdraw_together(actor, pages=chosen, reason=reason, notice=notice)
        now = _locked(bundle)
        refuse(reasons_not_to_take_back(actor, bundle=now))
        now.state = BundleState.WITHDRAWN
        now.save(update_fields=("state",))
        note(now, ActKind.WITHDRAWN, actor, reason=reason)
        tell_taken_back(now, chosen, withdrawals[0])
        return now


def retry_bundle(actor: User, *, bundle: Bundle) -> Bundle:
    """Try a publication again that failed. Refused to who does not decide; raises what it fails of now."""
    refuse(reasons_not_to_retry(actor, bundle=bundle))
    if bundle.leader:
        publish_scheduled(passage=bundle.leader)
    return Bundle.objects.get(pk=bundle.pk)


def _locked(bundle: Bundle) -> Bundle:
    return Bundle.objects.select_for_update(of=("self",)).select_related("site").get(pk=bundle.pk)


def _open(actor: User, bundle: Bundle) -> Bundle:
    now = _locked(bundle)
    refuse(reasons_not_to_change(actor, bundle=now))
    return now


def _item(bundle: Bundle, item: BundleItem) -> BundleItem:
    found = items_of(bundle).filter(pk=item.pk).first()
    if found is None:
        raise Conflict(_("It does not lie in this bundle any more."), code="moved_on")
    return found


def _move(actor: User, item: BundleItem, by: int) -> None:
    with transaction.atomic():
        now = _open(actor, item.bundle)
        items = list(items_of(now))
        here = items.index(_item(now, item))
        there = here + by
        if not 0 <= there < len(items):
            return
        items[here], items[there] = items[there], items[here]
        for position, one in enumerate(items, 1):
            one.position = position
        BundleItem.objects.bulk_update(items, ["position"])
        note(now, ActKind.ORDERED, actor, page=item.page)


def _check_details(title: str, occasion: str, at: datetime | None) -> None:
    reasons = []
    if not title.strip():
        reasons.append(Reason("title_missing", _("Give the bundle a title."), "title"))
    if not occasion.strip():
        reasons.append(
            Reason("occasion_missing", _("Say on what occasion, or why, these go out together."), "occasion")
        )
    if at is not None and at <= clock.now():
        reasons.append(Reason("in_the_past", _("The moment has passed."), "at"))
    if reasons:
        raise Invalid(reasons=reasons)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("A reason is needed."), "reason")])
