"""Sample work beside the items: changes that wait for a second person, one done alone, comments on an item."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.redirects.changes import REDIRECT
from cms.redirects.models import Redirect
from sites import clock
from sites.accounts.changes import SEAT
from sites.accounts.models import Seat, SeatKind, User
from sites.administration.changes import AGENCY
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Refusal
from workflows.boards.enums import StepKind
from workflows.changes.models import Proposal
from workflows.comments.actions import comment_on, reply_to
from workflows.comments.models import Comment
from workflows.passage.asking import asked
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage, Release
from workflows.passage.selectors import step_now
from workflows.samples.desks import administrator, seated

SITES = 2


@transaction.atomic
def ask_for_changes() -> int:
    """Propose sample changes, unless somebody has proposed anything; answers how many there are."""
    if not Proposal.objects.exists():
        actor = administrator()
        for site in PublicSite.objects.exclude(kind=SiteKind.PORTAL).order_by("pk")[:SITES]:
            for change in _changes(site):
                carry_out(actor, change=change)
    return Proposal.objects.count()


@transaction.atomic
def comment_on_items() -> int:
    """Comment on items that wait, unless somebody has said anything; answers how many comments there are."""
    waiting = Passage.objects.filter(state=PassageState.IN_PROGRESS).select_related("revision", "page").order_by("pk")
    if not Comment.objects.exists():
        for passage in [row for row in waiting if _is_to_be_approved(row)][:SITES]:
            _talk(passage)
    return Comment.objects.count()


def _changes(site: PublicSite) -> list[Change]:
    agency = site.agency
    agency.phone = agency.phone or "0271 3879 000"
    agency.fax = "0271 3879 001"
    found = [
        AGENCY.change(agency, reason="Đổi số điện thoại và fax theo thông báo của đơn vị", basis="Công văn đề nghị")
    ]
    writer, kind = seated(site, kind="writer"), SeatKind.objects.get(code="translator")
    if not Seat.objects.filter(person=writer, kind=kind, site=site).exists():
        row = Seat(person=writer, kind=kind, site=site, held_from=clock.today(), basis="Phân công của thủ trưởng")
        found.append(SEAT.change(row, reason="Làm thêm việc dịch trong thời gian người dịch đi học"))
    if page := _public_page(site):
        old = Redirect(site=site, path="/gioi-thieu-cu.aspx/", page=page, note="Trang cũ")
        found.append(REDIRECT.change(old, reason="Địa chỉ của trang cũ còn nhiều nơi dẫn đến"))
    return found


def _public_page(site: PublicSite) -> Any:
    released = Release.objects.filter(revoked_at__isnull=True)
    keys = released.values("public_id")
    pages = Page.objects.filter(translation_key__in=keys, live=True, depth__gt=2).order_by("path")
    return next((page for page in pages if site_of(page) == site), None)


def _is_to_be_approved(passage: Passage) -> bool:
    step = step_now(passage)
    return step is not None and step.kind != StepKind.EDIT_AND_FORWARD and bool(asked(passage))


def _talk(passage: Passage) -> None:
    first: User = asked(passage)[0]
    author = passage.submitted_by
    title = passage.revision.object_str
    words = f"Tiêu đề hơi dài, @{author.username} xem có rút gọn được không?"
    try:
        said = comment_on(first, page=passage.page, revision=passage.revision, words=words, quote=title)
        reply_to(author, comment=said, words="Theo biên bản thì tên gọi này là đầy đủ, xin giữ nguyên.")
        comment_on(first, page=passage.page, revision=passage.revision, words="Kiểm tra lại số liệu trước khi đăng.")
    except Refusal:
        return  # the author has left: nobody is mentioned
