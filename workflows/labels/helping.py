"""What a machine suggests for names and titles: under the same rule, budget and list of servers as for pages.

Never sent: what does not hold yet, what bears a word or stamp of secrecy, and what names a person: a telephone, a mail
address, the number of an identity card, anybody with an account here, a name behind how a person is addressed. What
comes back stands beside the field, in no words of the row, until a person has saved it (ADR 24).
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.blocks.segments import WORDS
from sites import clock
from sites.accounts.models import User
from sites.clock.days import HeldModel
from sites.refusals import Reason, Refused
from workflows.labels.actions import record_of
from workflows.labels.policies import reasons_not_to_translate
from workflows.labels.texts import OpenedRow, longest, opened_row, site_for
from workflows.machine.actions import Asked, Named, ask, wanted_of
from workflows.machine.policies import names_a_person, reasons_switched_off
from workflows.secrecy.reading import finds_in_lines


def reasons_not_to_ask(actor: User, *, found: OpenedRow) -> list[Reason]:
    """Why this person may not ask a machine about this row: not his, it waits for approval, or it is switched off."""
    said = {"site_number": found.row.site_number, "locale": found.locale}
    if reasons := reasons_not_to_translate(actor, **said, waits=found.proposal is not None):
        return reasons
    site = site_for(found.row.site_number)
    return reasons_switched_off(site) if site else []


def suggest(actor: User, *, found: OpenedRow) -> Asked:
    """Have suggested what of a row is not translated yet. Refused as `reasons_not_to_ask` says, and for what never
    leaves the house; a field that names a person is kept back alone.
    """
    if reasons := reasons_not_to_ask(actor, found=found):
        raise Refused(reasons=reasons)
    translation = record_of(actor, found=found)
    now = opened_row(found.kind, found.row, found.locale)
    if reasons := list(_reasons_not_to_send(now)):
        raise Refused(reasons=reasons)
    wanted = [segment for segment in wanted_of(now) if segment.kind == WORDS]
    known = _known_people()
    sent = [segment for segment in wanted if not names_a_person(segment.text, known=known)]
    return ask(
        actor,
        translation=translation,
        segments=sent,
        longest={segment.key: longest(now.kind, segment.key) for segment in sent},
        kept_back=len(wanted) - len(sent),
        named=Named(now.title, reverse("labels:row", args=(now.kind.key, now.row.pk, now.locale))),
    )


def _reasons_not_to_send(found: OpenedRow) -> Iterator[Reason]:
    row, site = found.row, site_for(found.row.site_number)
    if isinstance(row, HeldModel) and row.held_from is not None and row.held_from > clock.today():
        words = _("The source goes public at a moment to come. Until then it is not sent to a machine.")
        yield Reason("embargo", words)
    lines = [(str(line.segment.label), line.segment.text) for line in found.lines]
    if site is not None and finds_in_lines(site, lines):
        yield Reason("secret", _("The source was stopped for secrecy. It is not sent to a machine."))


def _known_people() -> list[str]:
    """The names of all who have an account, of two words and more."""
    names = User.objects.exclude(full_name="").values_list("full_name", flat=True)
    return [name for name in names if len(name.split()) > 1]
