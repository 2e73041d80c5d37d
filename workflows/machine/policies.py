"""What never leaves the house, and who may ask."""

import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from cms.blocks.personal import shapes_with_persons
from cms.pages.models import BasePage
from cms.pages.segments import Segment
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Reason
from workflows.agreement.facts import MAIL, PHONE
from workflows.bundles.models import BundleItem
from workflows.machine.engines import engines
from workflows.machine.rules import Help, help_of
from workflows.machine.servers import server_named
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage, Release
from workflows.secrecy.guards import finds_of
from workflows.secrecy.models import Stop
from workflows.secrecy.selectors import subject_of
from workflows.translation.models import Translation
from workflows.translation.policies import reasons_not_to_write
from workflows.translation.texts import Source

IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
# "ông Nguyễn Văn A", "bà Trần Thị Bình": two words with capitals behind how a person is addressed
ADDRESSED = re.compile(r"\b(?:ông|bà|đồng chí|đ/c)\s+(\w)\w*\s+(\w)", re.IGNORECASE)


def reasons_not_to_ask(actor: User, *, translation: Translation) -> list[Reason]:
    """Why this person may not ask a machine for suggestions for this text: he may not write it, or it is off."""
    if reasons := reasons_not_to_write(actor, translation=translation):
        return reasons
    return reasons_switched_off(translation.site)


def reasons_switched_off(site: PublicSite) -> list[Reason]:
    """Why machines do not help on a site: no rule, an engine that there is not, a server that is not listed."""
    rule = help_of(site)
    if rule is None:
        words = _(
            "Machine help is switched off on this site: no rule allows it. Memory and glossary help all the same."
        )
        return [Reason("switched_off", words)]
    if rule.engine not in engines or server_named(rule.server) is None:
        words = _("The server “%(server)s” is not on the list of whoever operates this system; nothing is sent to it.")
        return [Reason("not_listed", words % {"server": rule.server}, basis=rule.basis)]
    return []


def reasons_not_to_send(translation: Translation, source: Source, *, rule: Help) -> list[Reason]:
    """Why nothing of a text leaves the house: not public yet, with a moment to come, closed, or stopped for secrecy."""
    rows = Page.objects.filter(translation_key=translation.public_id)
    row = rows.filter(locale__language_code=translation.source_locale).first()
    if row is None:
        return [Reason("no_source", _("The source is not there any more."))]
    page = row.specific
    found = list(_of_moment(page, source, rule))
    if _is_closed(page):
        found.append(Reason("closed", _("The source is closed to the public. It is not sent to a machine.")))
    if _is_secret(page, source):
        found.append(Reason("secret", _("The source was stopped for secrecy. It is not sent to a machine.")))
    return found


def is_personal(page: BasePage, segment: Segment) -> bool:
    """Whether a segment holds personal data: a field or a part of a block that names persons, the name of an author, a
    telephone, a mail address, the number of an identity card.
    """
    if segment.shape in shapes_with_persons(type(page)):
        return True
    return names_a_person(segment.text, known=_names_on(page))


def names_a_person(text: str, *, known: Collection[str]) -> bool:
    """Whether words hold a telephone, a mail address, the number of an identity card, a name that follows on how a
    person is addressed, or one of these names.
    """
    if any(pattern.search(text) for pattern in (MAIL, PHONE, IDENTITY_NUMBER)):
        return True
    if any(first.isupper() and second.isupper() for first, second in ADDRESSED.findall(text)):
        return True
    folded = text.casefold()
    return any(name.casefold() in folded for name in known)


def _of_moment(page: BasePage, source: Source, rule: Help) -> Iterator[Reason]:
    if source.is_public:
        return
    if _waits_for_a_moment(page):
        yield Reason(
            "embargo", _("The source goes public at a moment to come. Until then it is not sent to a machine.")
        )
    elif not rule.takes_drafts:
        words = _("The source is not public yet, and the rule lets no drafts be sent to a machine.")
        yield Reason("not_public", words, basis=rule.basis)


def _waits_for_a_moment(page: BasePage) -> bool:
    """A time in the page or its newest draft, an approval for later, a bundle."""
    newest = page.get_latest_revision_as_object()
    if any(at is not None and at > clock.now() for at in (page.go_live_at, newest.go_live_at)):
        return True
    planned = Release.objects.filter(public_id=page.translation_key, not_before__gt=clock.now(), revoked_at=None)
    scheduled = Passage.objects.filter(page=page.pk, state=PassageState.SCHEDULED)
    return planned.exists() or scheduled.exists() or BundleItem.objects.filter(page=page.pk, binds=True).exists()


def _is_closed(page: BasePage) -> bool:
    above = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    return PageViewRestriction.objects.filter(page__path__in=above).exists()


def _is_secret(page: BasePage, source: Source) -> bool:
    """A stop that nobody cleared, or marks that would stop the text today."""
    stops = Stop.objects.filter(subject=subject_of(page), clearance__isnull=True)
    return stops.exists() or bool(finds_of(source.page))


def _names_on(page: BasePage) -> list[str]:
    """The authors that an item names."""
    credits_of = getattr(page, "credits", None)
    return [credit.name for credit in credits_of.all() if credit.name] if credits_of is not None else []
