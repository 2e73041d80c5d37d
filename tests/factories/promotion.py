"""A unit and the portal with the rules of promotion, and how far a text has come between them."""

from typing import Any

from cms.news.models import NewsPage
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.cms import section_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_basis, now, published, seen
from workflows.passage import actions
from workflows.passage.models import Passage
from workflows.promotion.actions import agree, propose, take
from workflows.promotion.models import Copy, Proposal, SourceEvent

AT_THE_DESK = [{"seat": "standing_editor"}]
HEADS = [{"post": "head", "agency": "item"}, {"post": "deputy_head", "agency": "item"}]


def set_promotion(changes: str = "shorten", withdrawn: dict[str, Any] | None = None) -> None:
    """The rules of promotion for the whole province."""
    values = {
        "promotion.changes": {"kind": changes},
        "promotion.withdrawn_at_source": withdrawn or {"then": "withdraw"},
        "promotion.desk": AT_THE_DESK,
        "promotion.consent": HEADS,
        "attribution.credit_line": {"vi": "Theo Cổng TTĐT tỉnh"},
        "attribution.credit_line.copied": {"vi": "Theo Cổng TTĐT tỉnh, nguồn: {unit}"},
    }
    for key, value in values.items():
        set_rule(
            make_administrator(),
            rule=Rule(key=key, value=value, unit="text", basis=make_basis(), article="Điều 8.5"),
        )


def proposed(desk: Desk, page: NewsPage | None = None, **fields: Any) -> Proposal:
    """A text that the unit has made public and offers."""
    return propose(desk.head, page=page or published(desk, **fields))


def taken(desk: Desk, portal: PortalDesk, proposal: Proposal | None = None, **fields: Any) -> Copy:
    """A text that lies on the portal as a draft of its editor."""
    proposal = proposal or proposed(desk, **fields)
    section = section_of(portal.site, proposal.locale)
    return take(portal.editor, proposal=proposal, section=section, seen_sha256=proposal.text_sha256)


def edit(portal: PortalDesk, copy: Copy, **fields: Any) -> NewsPage:
    """The editor of the portal saves another draft of a copy."""
    draft = fresh_page(copy.page_id).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=portal.editor)
    return fresh_page(copy.page_id)


def approved(desk: Desk, portal: PortalDesk, copy: Copy) -> NewsPage:
    """A copy that has come through the chain of the portal."""
    passage = actions.submit(portal.editor, page=fresh_page(copy.page_id))
    return through(desk, portal, passage)


def through(desk: Desk, portal: PortalDesk, passage: Passage) -> NewsPage:
    """The rest of the way: the unit's head, the editor, the board."""
    page = fresh_page(passage.page_id)
    actions.approve(desk.head, passage=now(page), seen_sha256=seen(page))
    actions.forward(portal.editor, passage=now(page), seen_sha256=seen(page))
    actions.publish(portal.board_head, passage=now(page), seen_sha256=seen(page))
    return fresh_page(page.pk)


def copied(desk: Desk, portal: PortalDesk, **fields: Any) -> Copy:
    """A text of the unit that is public on the portal."""
    copy = taken(desk, portal, **fields)
    approved(desk, portal, copy)
    copy.refresh_from_db()
    return copy


def corrected(desk: Desk, copy: Copy, **fields: Any) -> NewsPage:
    """The unit publishes a newer version of what was taken over."""
    source = NewsPage.objects.get(translation_key=copy.public_id, locale__language_code=copy.locale)
    draft = source.get_latest_revision_as_object()
    for name, value in (fields or {"title": "Đã sửa ở nguồn"}).items():
        setattr(draft, name, value)
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh_page(source.pk))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return fresh_page(source.pk)


def source_of(copy: Copy) -> NewsPage:
    """The page of the unit."""
    return NewsPage.objects.get(translation_key=copy.public_id, locale__language_code=copy.locale)


def question(copy: Copy) -> SourceEvent:
    """What waits for an answer."""
    return copy.events.get(answer__isnull=True)


__all__ = ["agree", "approved", "copied", "corrected", "edit", "proposed", "question", "set_promotion", "taken"]
