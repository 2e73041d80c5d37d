"""Writing what a row is called in another language, and sending it to the second person. Readers get nothing before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.textstandard import clean
from sites import clock
from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.refusals import Conflict, Invalid, Missing, Reason, Refused
from workflows.labels.changes import KINDS
from workflows.labels.desk import ready_on
from workflows.labels.policies import reasons_not_to_translate
from workflows.labels.texts import OpenedRow, longest, opened_row, opened_rows, site_for
from workflows.translation.enums import How
from workflows.translation.models import Translation, Wording
from workflows.translation.seen import check_seen
from workflows.translation.texts import Line

type Given = Mapping[str, tuple[str, str, str]]


@transaction.atomic
def write(actor: User, *, found: OpenedRow, field: str, text: str, seen: str, source_seen: str) -> OpenedRow:
    """Give a field its words on the desk and in the memory.

    Conflict where somebody else wrote it meanwhile or the Vietnamese changed; Invalid where nothing is written or more
    than the field holds; refused as `reasons_not_to_translate` says.
    """
    return _write(actor, found, {field: (text, seen, source_seen)}, How.WRITTEN)


@transaction.atomic
def keep(actor: User, *, found: OpenedRow, field: str, seen: str, source_seen: str) -> OpenedRow:
    """Say that the words are right though the Vietnamese changed. Refused and in conflict as above."""
    return _write(actor, found, {field: (found.line(field).target, seen, source_seen)}, How.KEPT)


@transaction.atomic
def write_all(actor: User, *, given: Sequence[tuple[OpenedRow, Given]], how: How) -> None:
    """Give fields of several rows their words in one language, all or none: what was brought in, or seen and kept.

    Beside each row its fields: the words, the fingerprint of those that they replace, the hash of the source. Refused,
    invalid and in conflict as `write`.
    """
    translations = [_translation(actor, found) for found, _fields in given]
    now = opened_rows(((found.kind, found.row) for found, _fields in given), given[0][0].locale)
    every = zip(translations, now, given, strict=True)
    rows = [row for one, opened, (_f, said) in every for row in _wordings(actor, one, opened, said, how)]
    Wording.objects.bulk_create(rows)


@transaction.atomic
def record_of(actor: User, *, found: OpenedRow) -> Translation:
    """The record under which words and suggestions of a row are kept; made where there is none. Refused as `write`."""
    return _translation(actor, found)


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
    return _sent(actor, [now], comment)


@transaction.atomic
def send_ready(actor: User, *, site: PublicSite, locale: str) -> list[Any]:
    """Hand everything of a site that is ready to the second person, as one change; at the portal what is the province's
    as another one, whose second person may be another. As `send` in all else.

    Refused to who does not translate the whole site, and where nothing is ready.
    """
    if reasons := reasons_not_to_translate(actor, site_number=site.pk, locale=locale, waits=False):
        raise Refused(reasons=reasons)
    for found in ready_on(site, locale):
        _translation(actor, found)
    ready = ready_on(site, locale)  # as they are now that they are locked
    if not ready:
        raise Refused(_("Readers have these words already."), code="nothing_new")
    by_site: dict[int | None, list[OpenedRow]] = {}
    for found in ready:
        by_site.setdefault(found.row.site_number, []).append(found)
    return [_sent(actor, rows, "") for rows in by_site.values()]


def _sent(actor: User, rows: Sequence[OpenedRow], comment: str) -> Any:
    by = {line.wording.by_id for row in rows for line in row.lines if line.wording} - {actor.pk}
    kind = KINDS[rows[0].locale]
    data = kind.data([(row.kind, row.row, row.new_words) for row in rows], by=by)
    return carry_out(actor, change=Change(kind, data, reason=comment.strip() or _("Translated on the desk")))


def _write(actor: User, found: OpenedRow, given: Given, how: How) -> OpenedRow:
    write_all(actor, given=[(found, given)], how=how)
    return opened_row(found.kind, found.row, found.locale)


def _wordings(actor: User, translation: Translation, now: OpenedRow, given: Given, how: How) -> Iterator[Wording]:
    for field, (said, seen, source_seen) in given.items():
        line, text = now.line(field), clean(said).strip()
        _check(now, line, text, seen, source_seen)
        yield line.written(actor, translation, text, how)


def _check(found: OpenedRow, line: Line, text: str, seen: str, source_seen: str) -> None:
    check_seen(line, seen=seen, source_seen=source_seen)
    if not text:
        raise Invalid(reasons=[Reason("nothing_written", _("Write a translation."), "text")])
    chosen = found.kind.chosen.get(line.key)
    if chosen and text not in dict(chosen.options(found.row, found.locale)):
        raise Invalid(reasons=[Reason("not_offered", _("Choose one of those that are offered."), "text")])
    most = 0 if chosen else longest(found.kind, line.key)
    if most and len(text) > most:
        words = _("There is room for %(number)s characters.") % {"number": most}
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
    named = {"public_id": found.public_id, "locale": found.locale}
    Translation.objects.get_or_create(**named, defaults={"source_locale": SOURCE, "site": site, "at": clock.now()})
    return Translation.objects.select_for_update(of=("self",)).select_related("site", "handled_by").get(**named)
