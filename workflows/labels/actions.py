"""Writing what a row is called in another language, and sending it to the second person. Readers get nothing before."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.textstandard import clean
from sites import clock
from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change
from sites.languages.codes import SOURCE
from sites.refusals import Conflict, Invalid, Missing, Reason, Refused
from workflows.labels.changes import KINDS
from workflows.labels.policies import reasons_not_to_translate
from workflows.labels.texts import OpenedRow, name_of_thing, opened_row, site_for
from workflows.translation.actions import fingerprint
from workflows.translation.enums import How
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import Line


@transaction.atomic
def write(actor: User, *, found: OpenedRow, field: str, text: str, seen: str, source_seen: str) -> OpenedRow:
    """Give a field its words on the desk and in the memory.

    Conflict where somebody else wrote it meanwhile or the Vietnamese changed; Invalid where nothing is written or more
    than the field holds; refused as `reasons_not_to_translate` says.
    """
    return _write(actor, found, field, clean(text).strip(), (seen, source_seen), How.WRITTEN)


@transaction.atomic
def keep(actor: User, *, found: OpenedRow, field: str, seen: str, source_seen: str) -> OpenedRow:
    """Say that the words are right though the Vietnamese changed. Refused and in conflict as above."""
    return _write(actor, found, field, found.line(field).target, (seen, source_seen), How.KEPT)


@transaction.atomic
def handle(actor: User, *, found: OpenedRow) -> None:
    """Take a row upon oneself. Conflict while a colleague handles it; refused as above."""
    translation = _translation(actor, found)
    if translation.handled_by_id not in (None, actor.pk):
        raise Conflict(_("%(person)s handles this item.") % {"person": translation.handled_by}, code="handled")
    translation.handled_by, translation.handled_since = actor, clock.now()
    translation.save(update_fields=("handled_by", "handled_since"))


@transaction.atomic
def lay_down(actor: User, *, found: OpenedRow) -> None:
    """Lay a row down that one had claimed. Refused to everybody else."""
    translation = found.translation
    if translation is None or translation.handled_by_id != actor.pk:
        raise Refused(_("You have not claimed this item."), code="not_handled")
    translation.handled_by, translation.handled_since = None, None
    translation.save(update_fields=("handled_by", "handled_since"))


@transaction.atomic
def send(actor: User, *, found: OpenedRow, comment: str = "") -> Any:
    """Hand what was written to the second person; nobody who wrote some of it approves it.

    Refused as above, while the first field has no words or some were made of another source, and where there is
    nothing new; and as the door of changes refuses.
    """
    _translation(actor, found)
    now = opened_row(found.kind, found.row, found.locale)
    if not now.is_done:
        raise Refused(_("Translate what is open first, from the source as it is now."), code="not_translated")
    if not now.new_words:
        raise Refused(_("Readers have these words already."), code="nothing_new")
    by = {line.wording.by_id for line in now.lines if line.wording} | {actor.pk}
    kind = KINDS[found.locale]
    data = kind.data(now.kind, now.row, words=now.new_words, by=[number for number in by if number != actor.pk])
    return carry_out(actor, change=Change(kind, data, reason=comment.strip() or _("Translated on the desk")))


def _write(actor: User, found: OpenedRow, field: str, text: str, seen: tuple[str, str], how: How) -> OpenedRow:
    translation = _translation(actor, found)
    now = opened_row(found.kind, found.row, found.locale)
    line = now.line(field)
    _check(now, line, text, seen)
    Wording.objects.create(
        translation=translation,
        locale=translation.locale,
        key=field,
        shape=line.segment.shape,
        source=line.segment.text,
        source_sha256=line.segment.sha256,
        target=text,
        how=how,
        by=actor,
        at=clock.now(),
    )
    return opened_row(found.kind, found.row, found.locale)


def _check(found: OpenedRow, line: Line, text: str, seen: tuple[str, str]) -> None:
    if seen[1] != line.segment.sha256:
        words = _("The source of this segment has changed since you opened it. Read it again.")
        raise Conflict(words, code="source_changed")
    if seen[0] != fingerprint(line.target):
        words = _("Somebody else has written this segment meanwhile: “%(text)s”. Yours is still in the field.")
        raise Conflict(words % {"text": line.target}, code="written_meanwhile")
    if not text:
        raise Invalid(reasons=[Reason("nothing_written", _("Write a translation."), "text")])
    chosen = found.kind.chosen.get(line.key)
    if chosen and text not in dict(chosen.options(found.row, found.locale)):
        raise Invalid(reasons=[Reason("not_offered", _("Choose one of those that are offered."), "text")])
    longest = getattr(found.kind.model._meta.get_field(found.kind.column(line.key, SOURCE)), "max_length", None)
    if longest and len(text) > longest:
        words = _("There is room for %(number)s characters.") % {"number": longest}
        raise Invalid(reasons=[Reason("too_long", words, "text")])


def _translation(actor: User, found: OpenedRow) -> Translation:
    """The record of a row in a language, locked; made with the first word or claim. Refused as the policy says."""
    if reasons := reasons_not_to_translate(
        actor, site_number=found.row.site_number, locale=found.locale, waits=found.proposal is not None
    ):
        raise Refused(reasons=reasons)
    site = site_for(found.row.site_number)
    if site is None:
        raise Missing(code="no_portal")
    named = {"public_id": name_of_thing(found.kind.thing(found.row)), "locale": found.locale}
    Translation.objects.get_or_create(**named, defaults={"source_locale": SOURCE, "site": site, "at": clock.now()})
    return Translation.objects.select_for_update(of=("self",)).select_related("site", "handled_by").get(**named)
