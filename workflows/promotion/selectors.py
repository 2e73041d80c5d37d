"""Reading proposals, copies and what happened to their sources."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.news.models import FiledPage
from cms.origins.models import Origin
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import homes_of
from workflows.delegation.selectors import holders, offices_of
from workflows.passage.models import Release
from workflows.passage.policies import deciding_offices
from workflows.passage.selectors import releases_in_force
from workflows.promotion.enums import OPEN, Act, EventKind, ProposalState
from workflows.promotion.models import Copy, Proposal, ProposalAct, SourceEvent
from workflows.promotion.rules import consent_offices, when_withdrawn
from workflows.promotion.snapshots import promotable_types


def release_to_promote(page: Page) -> Release | None:
    """The version of a text that can be offered: the one that is public, else the one that will be at its time."""
    if public := release_in_force(page.translation_key, page.locale.language_code):
        return public
    found = Release.objects.filter(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        revoked_at__isnull=True,
        revision__isnull=False,
    )
    return found.select_related("revision").order_by("-id").first()


def release_in_force(public_id: UUID, locale: str) -> Release | None:
    """The version of a text that is public now."""
    found = releases_in_force(public_id, locale, clock.now()).filter(revision__isnull=False)
    return found.select_related("revision").first()


def public_from(public_id: UUID, locale: str) -> datetime | None:
    """When a text becomes public that is only scheduled; None where it is public already, or withdrawn."""
    if release_in_force(public_id, locale):
        return None
    coming = Release.objects.filter(public_id=public_id, locale=locale, revoked_at__isnull=True)
    return coming.filter(not_before__gt=clock.now()).order_by("not_before").values_list("not_before", flat=True).first()


def offices_of_consent(page: FiledPage, portal: PublicSite) -> list[str]:
    """The offices that let a page leave its unit: by the rule, else those that decide about it there."""
    return consent_offices(page, portal) or sorted(deciding_offices(page))


def holds_one(person: User, asked: Collection[str]) -> bool:
    """Whether a person may act today in one of these offices, his own or one handed to him."""
    return not set(offices_of(person, clock.today())).isdisjoint(asked)


def people_in(asked: Collection[str]) -> list[User]:
    """Who may act today in one of these offices."""
    return list(holders(list(asked), clock.today()))


@dataclass(frozen=True, slots=True)
class Work:
    """How much of promotion waits for a person: his unit's consent, the portal's desk, copies with changed sources."""

    consents: int = 0
    proposals: int = 0
    corrected: int = 0
    withdrawn: int = 0

    def __bool__(self) -> bool:
        return bool(self.consents or self.proposals or self.corrected or self.withdrawn)


def work_of(person: User) -> dict[str, QuerySet[Any]]:
    """What waits for a person, by the names of `Work`."""
    proposals, events = _proposals_asking(person), _events_asking(person)
    return {
        "consents": proposals.filter(state=ProposalState.ASKED),
        "proposals": proposals.filter(state=ProposalState.PROPOSED),
        "corrected": events.filter(kind=EventKind.CORRECTED),
        "withdrawn": events.filter(kind=EventKind.WITHDRAWN),
    }


def proposals_asking(person: User) -> QuerySet[Proposal]:
    """The proposals that a person is asked about now, the longest waiting first."""
    return _with_what_is_shown(_proposals_asking(person)).order_by("waiting_since", "pk")


def _proposals_asking(person: User) -> QuerySet[Proposal]:
    held = offices_of(person, clock.today())
    return Proposal.objects.filter(state__in=OPEN, asks__overlap=held) if held else Proposal.objects.none()


def proposals_made(person: User) -> QuerySet[Proposal]:
    """The proposals that a person began or consented to, the newest first."""
    his = Q(by=person) | Q(pk__in=ProposalAct.objects.filter(actor=person).values("proposal"))
    return _with_what_is_shown(Proposal.objects.filter(his)).order_by("-pk")


def proposals_decided(portal: PublicSite) -> QuerySet[Proposal]:
    """What was decided of all that the portal knows of, the newest first."""
    decided = Proposal.objects.filter(portal=portal).exclude(state__in=OPEN)
    return _with_what_is_shown(decided.filter(Exists(_known_to_the_portal()))).order_by("-pk")


def is_known_to_the_portal(proposal: Proposal) -> bool:
    """Whether the unit has let a text go, or the portal asked for it: before that it is the unit's own matter."""
    return proposal.acts.filter(kind__in=(Act.AGREE, Act.ASK)).exists()


def events_asking(person: User) -> QuerySet[SourceEvent]:
    """What happened to sources and waits for a person's answer, the longest waiting first."""
    rows = _events_asking(person)
    shown = rows.select_related("copy__origin__revision", "copy__site", "copy__portal", "copy__page")
    return shown.defer("copy__origin__revision__content").order_by("at", "pk")


def _events_asking(person: User) -> QuerySet[SourceEvent]:
    held = offices_of(person, clock.today())
    return open_events().filter(asks__overlap=held) if held else SourceEvent.objects.none()


def open_events() -> QuerySet[SourceEvent]:
    """What nobody has answered."""
    return SourceEvent.objects.filter(answer__isnull=True)


def open_event(copy: Copy) -> SourceEvent | None:
    """What of a copy's source nobody has answered."""
    return open_events().filter(copy=copy).order_by("-pk").first()


def until_of(event: SourceEvent) -> datetime | None:
    """Until when an answer has to come: for what was withdrawn, by the rule of that day."""
    if event.kind != EventKind.WITHDRAWN:
        return None
    return when_withdrawn(event.copy.portal, on=clock.day_of(event.at)).until(event.at, event.copy.portal)


def copy_of(origin: Origin) -> Copy | None:
    """What the portal made of the source of a page."""
    found = Copy.objects.filter(public_id=origin.public_id, locale=origin.locale)
    return found.select_related("origin__revision", "portal", "page").first()


def copy_of_page(page: Page) -> Copy | None:
    """The copy that a page of the portal is."""
    found = Copy.objects.filter(page=page.pk)
    return found.select_related("origin__revision", "origin__site", "portal", "proposal").first()


def pages_made_from(public_id: UUID, locale: str) -> list[FiledPage]:
    """Every page whose public text, or whose draft, was made from a text: the copy, and what was made of the copy."""
    copies = Copy.objects.filter(public_id=public_id, locale=locale).values("page")
    made = Q(origin__public_id=public_id, origin__locale=locale) | Q(pk__in=copies)
    return [page for model in promotable_types() for page in model.objects.filter(made).select_related("locale")]


def section_for(page: Page, portal: PublicSite, *, code: str) -> SectionPage | None:
    """The section of the portal with this code, in the language of a page."""
    home = homes_of(portal).filter(locale=page.locale_id).first()
    return SectionPage.objects.child_of(home.home).filter(code=code).first() if home else None


def sections_of(portal: PublicSite, locale: str) -> QuerySet[SectionPage]:
    """The sections of the portal in a language, in the order of the tree."""
    home = homes_of(portal).filter(locale__language_code=locale).first()
    return SectionPage.objects.descendant_of(home.home).order_by("path") if home else SectionPage.objects.none()


def public_items(portal: PublicSite, model: type[FiledPage]) -> QuerySet[FiledPage]:
    """The public items of the component sites, the newest first; no draft of any of them is read.

    `state` is that of the newest proposal.
    """
    newest = Proposal.objects.filter(page=OuterRef("pk"), portal=portal).order_by("-pk")
    items = model.objects.filter(live=True, identity__site__parent=portal, origin__isnull=True)
    shown = items.select_related("identity__site", "locale").annotate(
        proposal_state=Subquery(newest.values("state")[:1]), proposal_id=Subquery(newest.values("pk")[:1])
    )
    return shown.order_by(F("first_published_at").desc(nulls_last=True), "-pk")


def _known_to_the_portal() -> QuerySet[ProposalAct]:
    return ProposalAct.objects.filter(proposal=OuterRef("pk"), kind__in=(Act.AGREE, Act.ASK))


def _with_what_is_shown(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.select_related("site", "portal", "agency", "by", "revision").defer("revision__content")


def copies_of_portal(portal: PublicSite) -> QuerySet[Copy]:
    """The copies on the portal: those that somebody has to see to first, then the newest."""
    asked = open_events().filter(copy=OuterRef("pk"))
    shown = Copy.objects.filter(portal=portal).annotate(mark=Subquery(asked.order_by("-pk").values("kind")[:1]))
    rows = shown.select_related("page__locale", "site", "origin__revision", "by").defer("origin__revision__content")
    return rows.order_by(F("mark").asc(nulls_last=True), "-pk")


def translations_at_source(copy: Copy) -> list[Page]:
    """The pages of the source in other languages."""
    pages = Page.objects.filter(translation_key=copy.public_id).exclude(locale__language_code=copy.locale)
    return list(pages.select_related("locale").specific())
