"""What speaks against a bundle, found before anybody is asked: hard findings refuse its submission, soft ones warn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.blocks.references import links_in, shown_in
from cms.pages.presenters import text_of
from sites import clock
from sites.accounts.models import User
from sites.memory import remembering
from sites.refusals import Missing, Reason
from workflows.boards.selectors import chain_for, item_of, steps_of
from workflows.boards.who import offices_of_all
from workflows.bundles.calendar import beside
from workflows.bundles.models import Bundle, BundleItem
from workflows.passage.actions.recording import named
from workflows.passage.company import reasons_of_own_moment
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.passage.policies import reasons_not_to_submit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is found, about the bundle or one of its items."""

    reason: Reason
    is_hard: bool
    page_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A bundle with the pages of its items and their drafts, and which pages are or will be public at its moment."""

    bundle: Bundle
    pages: Mapping[int, Any]
    drafts: Mapping[int, Any]
    moment: datetime
    inside: frozenset[tuple[UUID, int]]
    planned: Mapping[int, datetime] = field(default_factory=dict)

    def will_be_public(self, page: Page) -> bool:
        """Whether readers find a page at the moment of the bundle: public or planned by then, or published with it."""
        if (page.translation_key, page.locale_id) in self.inside:
            return True
        planned = self.planned.get(page.pk)
        comes = page.live or (planned is not None and planned <= self.moment)
        return comes and not (page.expire_at and page.expire_at <= self.moment)


def findings_of(actor: User, bundle: Bundle, items: Sequence[BundleItem]) -> list[Finding]:
    """Everything that is found about a bundle as this person would submit it now; hard ones first."""
    with remembering():  # whose site, which chain, who holds what: the same for all items
        return sorted(_found(actor, bundle, items), key=lambda finding: not finding.is_hard)


def _found(actor: User, bundle: Bundle, items: Sequence[BundleItem]) -> Iterator[Finding]:
    case = _case(bundle, items)
    yield from (*_of_bundle(bundle, items), *_of_chain(case), *_of_calendar(bundle, items))
    for page_id, draft in case.drafts.items():
        yield from (_about(reason, draft.title, page_id, hard=True) for reason in _against(actor, case, draft))
        yield from (_about(reason, draft.title, page_id, hard=False) for reason in _besides(case, draft))


def _case(bundle: Bundle, items: Sequence[BundleItem]) -> Case:
    planned = Passage.objects.filter(site=bundle.site, state=PassageState.SCHEDULED).values_list("page", "go_live_at")
    pages = Page.objects.filter(pk__in=[item.page_id for item in items]).specific().in_bulk()
    return Case(
        bundle=bundle,
        pages=pages,
        drafts={item.page_id: pages[item.page_id].get_latest_revision_as_object() for item in items},
        moment=max(bundle.at or clock.now(), clock.now()),
        inside=frozenset((item.page.translation_key, item.page.locale_id) for item in items),
        planned={page: at for page, at in planned if at},
    )


def _about(reason: Reason, title: str, page_id: int, *, hard: bool) -> Finding:
    return Finding(named(title, [reason])[0], hard, page_id)


def _of_bundle(bundle: Bundle, items: Sequence[BundleItem]) -> Iterator[Finding]:
    if not items:
        yield Finding(Reason("no_items", _("Nothing lies in the bundle yet.")), is_hard=True)
    if bundle.at is not None and bundle.at <= clock.now():
        yield Finding(Reason("in_the_past", _("The moment has passed."), "at"), is_hard=True)


def _of_chain(case: Case) -> Iterator[Finding]:
    """One chain for all, and at each of its steps somebody who is asked about all."""
    chains: dict[Any, list[str]] = {}
    for draft in case.drafts.values():
        try:
            chains.setdefault(chain_for(draft), []).append(draft.title)
        except Missing:
            return  # said about the item
    if len(chains) > 1:
        which = "; ".join(f"{chain}: {', '.join(f'“{title}”' for title in titles)}" for chain, titles in chains.items())
        words = _(
            "The items pass different chains, so that nobody decides about all: %(which)s. Make a bundle of each."
        )
        yield Finding(Reason("different_chains", words % {"which": which}), is_hard=True)
    elif chains:
        items = [item_of(draft) for draft in case.drafts.values()]
        for step in steps_of(next(iter(chains))):
            if not offices_of_all([*step.who, *step.stand_ins], items):
                words = _("“%(step)s”: nobody is asked about all of them. Make a bundle of each agency or section.")
                yield Finding(Reason("nobody_for_all", words % {"step": step.label}), is_hard=True)


def _of_calendar(bundle: Bundle, items: Sequence[BundleItem]) -> Iterator[Finding]:
    for event in beside(bundle, pages=[item.page_id for item in items]):
        words = _("At the same minute: %(what)s “%(title)s”.") % {"what": event.kind.label, "title": event.title}
        yield Finding(Reason("same_minute", words), is_hard=False)


def _against(actor: User, case: Case, draft: Any) -> Iterator[Reason]:
    """What refuses the submission because of one item."""
    yield from reasons_not_to_submit(actor, page=case.pages[draft.pk])
    yield from reasons_of_own_moment(draft)
    ends = [at for at in (draft.expire_at, case.bundle.at and _live_until(draft)) if at]
    if any(at <= case.moment for at in ends):
        yield Reason("expires_before", _("It would expire before it is public."), "expire_at")
    if draft.locked:
        yield Reason("page_locked", _("The page is locked by %(person)s.") % {"person": draft.locked_by})
    parent = draft.get_parent()
    if not parent.is_root() and not case.will_be_public(parent):
        words = _("The page above it, “%(page)s”, will not be public and is not in the bundle.")
        yield Reason("parent_not_public", words % {"page": parent.title})


def _live_until(draft: Any) -> datetime | None:
    """When the public version of a page ends, where there is one."""
    return Page.objects.filter(pk=draft.pk, live=True).values_list("expire_at", flat=True).first()


def _besides(case: Case, draft: Any) -> Iterator[Reason]:
    """What is worth a look before it is submitted."""
    if draft.live and draft.live_revision_id == draft.latest_revision_id:
        yield Reason("nothing_new", _("It is public as it is: the bundle would change nothing."))
    text = text_of(draft)
    targets = {*links_in(text), *shown_in(text)}
    for target in Page.objects.filter(translation_key__in=targets, locale=draft.locale_id) if targets else ():
        if not case.will_be_public(target):
            words = _("It links to “%(page)s”, which will not be public.")
            yield Reason("link_not_public", words % {"page": target.draft_title or target.title})
    others = Page.objects.filter(translation_key=draft.translation_key, has_unpublished_changes=True)
    for other in others.exclude(pk=draft.pk).select_related("locale"):
        if (other.translation_key, other.locale_id) not in case.inside:
            words = _("Its %(language)s version has a draft that is not in the bundle.")
            yield Reason("other_language", words % {"language": other.locale.get_display_name().lower()})
