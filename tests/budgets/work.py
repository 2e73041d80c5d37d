"""An ordinary week of work: what the screens that are measured show."""

from wagtail.models import Page

from api.preview.actions import Wish, link_bundle, link_page, use_link
from api.preview.enums import Outcome, Way
from api.preview.recording import write_down as note_reading
from api.webhooks.models import Attempt, Endpoint
from sites import clock
from sites.accounts.actions import give_many
from sites.accounts.models import Seat, SeatKind
from sites.administration.changes import HOST
from sites.changes.carrying import carry_out
from sites.domains.models import Host, PublicSite
from sites.security.enums import ActKind
from sites.security.log import write as write_down
from tests.factories.bureaus import brought, by_polib, take_files, taken_out
from tests.factories.cms import make_picture, picture_bytes, section_of
from tests.factories.contributions import (
    keep_rule,
    make_contributor,
    make_sent,
    picture_file,
    rules_of,
    take_contributions,
    word_file,
)
from tests.factories.hooks import drawn_key, make_consumer, make_endpoint, take_consumers
from tests.factories.machine import switch_on
from tests.factories.preview import allow_previews
from tests.factories.promotion import copied, corrected, proposed, set_promotion
from tests.factories.scale import repeat, repeat_picture
from tests.factories.sites import make_administrator
from tests.factories.workflows import (
    Desk,
    PortalDesk,
    decided,
    fresh_page,
    make_bundle,
    make_desk,
    make_portal,
    published,
    sent_bundle,
    submitted,
)
from tests.factories.workflows import person as with_address
from workflows.bundles.models import Bundle
from workflows.changes.actions import refuse
from workflows.changes.models import Proposal
from workflows.contributions.actions import sort
from workflows.machine.models import Sending
from workflows.passage import actions
from workflows.promotion.actions import propose
from workflows.secrecy.actions import note_stop
from workflows.translation.actions import begin
from workflows.translation.models import Translation

ITEMS = 50
EVERYWHERE = "moi.trang"
SECOND = "quantri2"  # another administrator


def work() -> None:
    """Fifty items and more in a section: drafts, public ones, some that wait, one returned; pictures; the portal."""
    stc, portal = make_desk("stc"), make_portal()
    actions.return_to_author(stc.head, passage=submitted(stc, title="Bị trả lại"), reason="Thiếu số liệu")
    for number in range(3):
        submitted(stc, title=f"Đang chờ {number}")
    for number in range(2):
        published(stc, title=f"Đã đăng {number}")
    repeat(fresh_page(stc.draft(title="Bản nháp").pk), times=ITEMS - 7)
    picture = make_picture(
        data=picture_bytes(size=(320, 180)), collection=stc.site.collection, uploaded_by_user=stc.writer
    )
    repeat_picture(picture, times=29)
    passage = submitted(portal, title="Của Cổng")
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    sent_bundle(stc, *(stc.draft(title=f"Trong đợt {n}") for n in range(8)), title="Đang chờ duyệt")
    decided(stc.head, sent_bundle(stc, *(stc.draft(title=f"Đã ra {n}") for n in range(3)), title="Đã phát hành"))
    make_bundle(stc, *(stc.draft(title=f"Để trong đợt {n}") for n in range(5)), title="Đang lập")
    promote(stc, portal)
    translate(stc)
    receive(stc)
    ask_for_changes(stc)
    read_by_others()
    show_drafts(stc)


def promote(stc: Desk, portal: PortalDesk) -> None:
    """Two texts that wait for the unit, three for the portal, one copy whose source was corrected."""
    PublicSite.objects.exclude(pk=portal.site.pk).update(parent=portal.site)
    stc.site.refresh_from_db()
    set_promotion()
    for number in range(2):
        propose(stc.writer, page=published(stc, title=f"Chờ đơn vị {number}"))
    for number in range(3):
        proposed(stc, title=f"Chờ Cổng {number}")
    corrected(stc, copied(stc, portal, title="Đưa tin"))


def translate(stc: Desk) -> None:
    """A text under translation, files that went out and came back with three pages, words sent to a machine."""
    begin(stc.writer, source=published(stc, title="Đang dịch"), locale="en")
    take_files()
    pages = [published(stc, title=f"Gửi dịch {number}") for number in range(3)]
    brought(stc.writer, *(by_polib(taken_out(stc.writer, page)[1], {"title": "Item"}) for page in pages))
    translation = Translation.objects.get()
    for number in range(5):
        sent = {"locale": "en", "host": "dich.localhost", "characters": 10 + number, "segments": 1}
        Sending.objects.create(by=stc.writer, at=clock.now(), site=stc.site, translation=translation, **sent)
    switch_on("dich.localhost")


def seat_everywhere() -> None:
    """One person who writes for every site that there is by now."""
    person, writer = with_address(EVERYWHERE), SeatKind.objects.get(code="writer")
    sites = PublicSite.objects.exclude(seats__person=person)
    seats = [Seat(person=person, kind=writer, site=site) for site in sites]
    give_many(make_administrator(), rows=seats)


def show_drafts(stc: Desk) -> None:
    """Links to a draft and to a bundle, some opened, and forty readings."""
    allow_previews()
    page = fresh_page(Page.objects.get(title="Bản nháp").pk)
    bundle = Bundle.objects.get(title="Đang lập")
    for number in range(6):
        wish = Wish(f"Chuyên gia {number}", "Kiểm tra số liệu")
        link = link_page(stc.writer, page=page, wish=wish)
        if number % 2:
            use_link(word=link.word)
        link_bundle(stc.writer, bundle=bundle, wish=wish)
        for _ in range(7):
            note_reading(link.permit, Way.API, Outcome.ANSWERED)


def receive(stc: Desk) -> None:
    """Seven contributions in the inbox, one sorted and one with a letter's papers; five stops of a department."""
    take_contributions(None)
    citizen = make_contributor(stc.site)
    for number in range(6):
        make_sent(citizen, title=f"Bài cộng tác {number}")
    make_sent(citizen, word_file(), picture_file(), picture_file("vuon-2.jpg"), title="Bài có ảnh")
    sort(stc.writer, contribution=make_sent(citizen, title="Đã phân loại"), section=section_of(stc.site))
    for number in range(5):
        note_stop(stc.writer, site=stc.site, subject=f"page/{number}", title=f"Bị dừng {number}", found=[])


def ask_for_changes(stc: Desk) -> None:
    """Five host names that wait for the second administrator, and one that he has refused; the log of security."""
    first, second = make_administrator(), make_administrator(SECOND)
    for key, rule in rules_of("reference", "changes.yaml").items():
        keep_rule(key, rule)
    for number in range(6):
        row = Host(site=stc.site, hostname=f"tai-chinh-{number}.binhphuoc.gov.vn", role="equal")
        carry_out(first, change=HOST.change(row, reason="Tên quen dùng"))
    refuse(second, proposal=Proposal.objects.earliest("pk"), reason="Không cần")
    for number in range(5):
        write_down(ActKind.LOGGED_IN, person=stc.writer, by=stc.writer, words=f"Lần {number}")


def read_by_others() -> None:
    """Six frontends with keys, four of them with webhooks of which one was given up; tries of one."""
    take_consumers()
    for number in range(6):
        consumer = make_consumer(f"Giao diện {number}", *(["stc"] if number % 2 else []))
        drawn_key(consumer)
        if number < 4:
            endpoint, _secret = make_endpoint(consumer, f"https://nhan-{number}.vidu.vn/")
    Endpoint.objects.filter(pk=endpoint.pk).update(dead_at=clock.now(), failing_since=clock.now(), tries=9)
    for number in range(5):
        said = {"message": f"msg_{number}", "type": "test", "status": 204, "milliseconds": 12}
        Attempt.objects.create(endpoint=endpoint, at=clock.now(), **said)
