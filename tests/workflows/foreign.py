"""What lies at one site and is nobody else's, of every kind; and what of it stands for each parameter of an address.

A parameter that is not named here fails whatever walks the addresses: whoever adds an address says what fills it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Site, Task, UploadedFile, Workflow

from api.consumers.models import Consumer, Key
from api.preview.actions import Wish, link_page
from api.preview.enums import Outcome
from api.preview.enums import Way as Seen
from api.preview.models import PreviewAddress
from api.preview.recording import write_down
from api.webhooks.models import Endpoint
from cms.glossary.models import Term
from cms.identity.models import SiteIdentity
from cms.media.models import File, Picture
from cms.news.models import Category
from cms.redirects.actions import lead
from cms.redirects.changes import REDIRECT
from cms.redirects.models import Redirect
from cms.synonyms.models import Synonym
from sites import clock
from sites.accounts.models import Post, RightsAlarm, Seat, User
from sites.agencies.models import AgencyName
from sites.calendar.models import CalendarDay
from sites.domains.models import ProvinceDomain
from sites.provisioning.models import OpeningBatch
from sites.rules.models import LegalBasis, Rule, RuleOverride
from tests.admin_addresses import Address, addresses
from tests.factories.bureaus import brought, by_polib, take_files, taken_out
from tests.factories.cms import make_file, make_picture
from tests.factories.contributions import make_contributor, make_sent, picture_file, take_contributions
from tests.factories.hooks import granted_key, make_consumer, make_endpoint, take_consumers
from tests.factories.preview import allow_previews
from tests.factories.promotion import edit, set_promotion, taken
from tests.factories.sites import make_administrator
from tests.factories.translation import make_public_translation
from tests.factories.workflows import (
    Desk,
    fresh_page,
    make_basis,
    make_desk,
    make_portal,
    published,
    seen,
    sent_bundle,
    submitted,
    with_seat,
)
from workflows.boards.models import Chain
from workflows.bundles.models import Bundle
from workflows.bureaus.actions import take_out
from workflows.bureaus.enums import Format, Scope, Which
from workflows.bureaus.models import Delivery, Handout
from workflows.changes.models import Proposal
from workflows.contributions.models import Contribution
from workflows.delegation.actions import record_absence
from workflows.delegation.models import Delegation
from workflows.emergency.actions import release_at_once
from workflows.emergency.models import Emergency
from workflows.endings.actions import mark_gone
from workflows.endings.enums import Way
from workflows.endings.models import Closing
from workflows.machine.models import Sending, Suggestion
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.models import Release, Withdrawal
from workflows.promotion.actions import propose
from workflows.promotion.models import Copy
from workflows.promotion.models import Proposal as Offer
from workflows.secrecy.actions import note_stop
from workflows.secrecy.models import Stop
from workflows.translation.actions import begin, write
from workflows.translation.models import Translation
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened
from workflows.upkeep.models import Mark, Round

WORD, SECRET = "Lan can", "kx7431zq"
TITLE = f"{WORD} {SECRET}"
ONE_PAGE = {"scope": Scope.PAGE, "form": Format.PO, "which": Which.ALL}


@dataclass(frozen=True)
class House:
    """What lies at stc: pages of every state, media, people's papers, and the rows of the province's own screens."""

    desk: Desk
    pages: tuple[Any, ...]
    picture: Picture
    file: File
    category: Category
    term: Term
    identity: SiteIdentity
    emergency: Emergency
    delegation: Delegation
    closing: Closing
    redirect: Redirect
    proposal: Proposal
    offer: Offer
    copy: Copy
    translation: Translation
    handout: Handout
    delivery: Delivery
    mark: Mark
    upload: UploadedFile
    session: EditingSession
    alarm: RightsAlarm
    bundle: Bundle
    contribution: Contribution
    stop: Stop
    consumer: Consumer
    key: Key
    endpoint: Endpoint
    preview: PreviewAddress
    of_province: dict[str, int]

    @property
    def numbers(self) -> dict[str, Any]:
        """The foreign numbers under the names that forms and queries have for them."""
        desk = self.desk
        of_people = dict.fromkeys(
            ("person", "user", "owner", "to", "giver", "role", "uploaded_by_user"), desk.writer.pk
        )
        of_pages = dict.fromkeys(
            (
                "page",
                "id",
                "parent",
                "parent_page",
                "new_parent_page",
                "chooser",
                "section",
                "child_of",
                "descendant_of",
            ),
            self.pages[0].pk,
        )
        return {
            **of_people,
            **of_pages,
            "site": desk.site.pk,
            "agency": desk.agency.pk,
            "collection": desk.site.collection_id,
            "collection_id": desk.site.collection_id,
            "picture": self.picture.pk,
            "emblem": self.picture.pk,
            "image": self.picture.pk,
            "category": self.category.pk,
            "kind": desk.writer.seats.get().kind_id,
            "groups": Group.objects.order_by("pk").values_list("pk", flat=True)[0],
        }


def make_house() -> House:
    """Build it through the real actions, as far as there are any."""
    desk = make_desk("stc")
    for person in (desk.writer, desk.head, desk.deputy):
        User.objects.filter(pk=person.pk).update(full_name=f"{person.username} {SECRET}")
        person.refresh_from_db()
    draft = desk.draft(title=TITLE)
    passage = submitted(desk, title=TITLE)
    live = published(desk, title="Công khai")
    changed = live.get_latest_revision_as_object()
    changed.title = TITLE
    changed.save_revision(user=desk.writer)
    inside = {"title": TITLE, "collection": desk.site.collection, "uploaded_by_user": desk.writer}
    picture = make_picture(name=f"canh-{SECRET}.jpg", **inside)
    file = make_file(name=f"to-trinh-{SECRET}.pdf", **inside)
    for medium in (picture, file):
        medium.tags.add(TITLE)
    draft.tags.add(f"{WORD} rieng {SECRET}")
    Comment.objects.create(page=draft, user=desk.head, text=TITLE, contentpath="title")
    Notice.objects.create(person=desk.writer, subject=TITLE, body=TITLE, language="vi", created_at=clock.now())
    ended = published(desk, title=TITLE)
    ending = mark_gone(desk.head, page=ended, reason=TITLE)
    closing = Closing.objects.create(
        section=ended, site=desk.site, title=TITLE, way=Way.WITHDRAW, reason=TITLE, by=desk.head, at=ending.at, total=1
    )
    return House(
        closing=closing,
        redirect=_redirect(desk, live),
        proposal=_proposal(desk, live),
        offer=_offered(desk),
        copy=_on_the_portal(desk),
        translation=(translation := _translation(desk, live)),
        handout=_handout(desk, live),
        delivery=_delivery(desk, translation),
        mark=_mark(desk),
        desk=desk,
        pages=(draft, fresh_page(passage.page_id), fresh_page(live.pk)),
        picture=picture,
        file=file,
        category=Category.objects.create(code="cua-rieng", site=desk.site, name_vi=TITLE, name_en=TITLE),
        term=Term.objects.create(site=desk.site, vi=TITLE, words=TITLE),
        identity=SiteIdentity.objects.update_or_create(site=desk.site, defaults={"emblem_alt": TITLE})[0],
        emergency=_emergency(desk),
        delegation=record_absence(
            desk.head, row=Delegation(giver=desk.head, decision=TITLE, held_from=clock.today(), held_to=None)
        ),
        upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Picture),
            uploaded_by_user=desk.writer,
            file=picture.file.name,
        ),
        session=EditingSession.objects.create(user=desk.writer, content_object=draft, last_seen_at=clock.now()),
        alarm=RightsAlarm.objects.create(found_at=clock.now(), lines=[TITLE]),
        bundle=sent_bundle(desk, desk.draft(title=TITLE), title=TITLE),
        contribution=_contribution(desk),
        stop=note_stop(desk.writer, site=desk.site, subject="page", title=TITLE, found=[]),
        consumer=(consumer := _consumer()),
        key=granted_key(consumer, name=TITLE),
        endpoint=make_endpoint(consumer, f"https://nhan-{SECRET}.vidu.vn/")[0],
        preview=_preview(desk, draft),
        of_province=_of_province(),
    )


def _redirect(desk: Desk, page: Any) -> Redirect:
    return lead(make_administrator(), redirect=Redirect(site=desk.site, path="/cu/", page=page, note=TITLE))


def _proposal(desk: Desk, page: Any) -> Proposal:
    row = Redirect(site=desk.site, path="/cu-hon/", page=page, note=TITLE)
    return Proposal.objects.create(
        kind=REDIRECT.key,
        site=desk.site,
        title=TITLE,
        data=REDIRECT.change(row).data,
        reason=TITLE,
        by=desk.head,
        at=clock.now(),
        by_administrators=True,
    )


def _offered(desk: Desk) -> Offer:
    """A scheduled text that its unit is to let go onto the portal."""
    portal = make_portal()
    type(portal.site).objects.filter(pk=desk.site.pk).update(parent=portal.site)
    desk.site.refresh_from_db()
    set_promotion()
    passage = submitted(desk, title=TITLE, go_live_at=clock.now() + timedelta(days=1))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return propose(desk.writer, page=fresh_page(passage.page_id))


def _on_the_portal(desk: Desk) -> Copy:
    """A public text that the portal has taken over, with a draft title of its own."""
    portal = make_portal()
    copy = taken(desk, portal, title="Cũng công khai")
    edit(portal, copy, title=TITLE)
    return copy


def _translation(desk: Desk, page: Any) -> Translation:
    """A text under translation, with a title of its own that is not public yet."""
    translator = with_seat("dich.stc", desk.site, "translator")
    translation = begin(translator, source=fresh_page(page.pk), locale="en")
    line = opened(translation).line("title")
    seen_now = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    write(translator, translation=translation, key="title", text=TITLE, **seen_now)
    return Translation.objects.get(pk=translation.pk)


def _handout(desk: Desk, page: Any) -> Handout:
    """A file that a translator took out and the worker made."""
    take_files()
    handout = take_out(User.objects.get(username="dich.stc"), page=page, locale="en", **ONE_PAGE)
    Handout.objects.filter(pk=handout.pk).update(title=TITLE, file=TITLE.encode(), made_at=clock.now())
    return handout


def _delivery(desk: Desk, translation: Translation) -> Delivery:
    """A file that was brought in and waits for its bringer's word; and what a machine made of the same text."""
    translator = User.objects.get(username="dich.stc")
    _file, data = taken_out(translator, fresh_page(translation.page_id))
    sending = Sending.objects.create(
        by=translator, at=clock.now(), site=desk.site, translation=translation, locale="en", host=TITLE,
        characters=1, segments=1,
    )  # fmt: skip
    Suggestion.objects.create(
        sending=sending,
        translation=translation,
        key="summary",
        source_sha256=opened(translation).line("summary").segment.sha256,
        target=TITLE,
    )
    return brought(translator, by_polib(data, {"summary": TITLE}))


def _contribution(desk: Desk) -> Contribution:
    take_contributions(desk.site)
    contributor = make_contributor(desk.site, full_name=TITLE)
    return make_sent(contributor, picture_file(f"vuon-{SECRET}.jpg"), title=TITLE)


def _emergency(desk: Desk) -> Emergency:
    rule = Rule.objects.get_or_create(
        key="emergency.release", site=None, defaults={"value": {"hours": 4}, "unit": "hour", "basis": make_basis()}
    )[0]
    page = desk.draft(title="Tin khẩn")
    found = release_at_once(desk.head, page=page, reason=TITLE, seen_sha256=seen(page))
    Emergency.objects.filter(pk=found.pk).update(title=TITLE)
    rule.delete()  # the lane of next door is not open because of this one
    return found


def _consumer() -> Consumer:
    """A frontend of the site of stc alone, which who administers that site keeps."""
    take_consumers()
    return make_consumer(TITLE, "stc", note=TITLE)


def _mark(desk: Desk) -> Mark:
    """A public translation whose source was withdrawn, so that is asked whether it stays, and that has an old term."""
    asking = Rule.objects.create(
        key="translation.source_withdrawn", value={"then": "ask"}, unit="text", basis=make_basis(), site=desk.site
    )
    source = published(desk, title="Từng công khai")  # its translation is public: only what is said of it is not
    english = fresh_page(make_public_translation(desk, source).pk)
    actions.withdraw(desk.head, page=fresh_page(source.pk), reason=TITLE)
    asking.delete()
    term = Term.objects.create(site=desk.site, vi=f"{TITLE} cu", words=TITLE)
    row = Round.objects.create(by=desk.head, site=desk.site, language="en", at=clock.now(), total=1, state="stopped")
    row.terms.add(term)
    return Mark.objects.create(
        round=row,
        page=english,
        site=desk.site,
        public_id=english.translation_key,
        locale="en",
        text_sha256=Release.objects.filter(public_id=english.translation_key, locale="en").latest("pk").text_sha256,
        words=[TITLE],
        at=clock.now(),
    )


def _preview(desk: Desk, page: Any) -> PreviewAddress:
    """A draft that somebody was sent a link to, who has opened it; and where the site's frontend shows drafts."""
    allow_previews()
    given = link_page(desk.writer, page=fresh_page(page.pk), wish=Wish(TITLE, TITLE))
    write_down(given.permit, Seen.LINK, Outcome.ANSWERED)
    return PreviewAddress.objects.create(site=desk.site, locale="vi", template=f"https://{SECRET}.gov.vn/{{token}}")


def _of_province() -> dict[str, int]:
    """Rows of the screens that are administrators' alone, each with the secret in it."""
    administrator, basis = make_administrator(), LegalBasis.objects.create(code="rieng", title=TITLE)
    rule = Rule.objects.create(key=f"rieng.{SECRET}", value=1, unit="text", basis=basis)
    rows: dict[str, Any] = {
        "legalbasis": basis,
        "rule": rule,
        "ruleoverride": RuleOverride.objects.create(
            rule=rule, subject=TITLE, reason=TITLE, by=administrator, at=clock.now()
        ),
        "synonym": Synonym.objects.create(words=TITLE, also=SECRET),
        "provincedomain": ProvinceDomain.objects.create(name=f"{SECRET}.gov.vn", basis=TITLE),
        "calendarday": CalendarDay.objects.create(
            day=date(2031, 7, 7), kind="off", name_vi=TITLE, basis=basis, entered_at=clock.now()
        ),
        "opening": OpeningBatch.objects.create(by=administrator, source=TITLE, made_at=clock.now()),
    }
    return {name: row.pk for name, row in rows.items()}


def values_of(house: House, address: Address, name: str) -> tuple[Any, ...]:
    """What of stc stands for a parameter of an address."""
    if name == "pk":
        return _rows(house, address)
    pages = tuple(page.pk for page in house.pages)
    if address.name == "upkeep:question" and name == "page_id":
        return (house.mark.page_id,)
    task = house.pages[1].current_workflow_task_state
    known: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), pages),
        "bundle_id": (house.bundle.pk,),
        "contribution_id": (house.contribution.pk,),
        "contributor_id": (house.contribution.contributor_id,),
        "file_id": (house.contribution.files.get().pk,),
        "stop_id": (house.stop.pk,),
        "consumer_id": (house.consumer.pk,),
        "key_id": (house.key.pk,),
        "endpoint_id": (house.endpoint.pk,),
        "emergency_id": (house.emergency.pk,),
        "way": ("replaced", "redirect", "gone"),
        "ending_id": (house.closing.section.withdrawals.latest("pk").pk,),
        "closing_id": (house.closing.pk,),
        "erasure_id": (1,),
        "proposal_id": (house.offer.pk if address.name.startswith("promotion:") else house.proposal.pk,),
        "copy_id": (house.copy.pk,),
        "translation_id": (house.translation.pk,),
        "handout_id": (house.handout.pk,),
        "delivery_id": (house.delivery.pk,),
        "mark_id": (house.mark.pk,),
        "round_id": (house.mark.round_id,),
        "withdrawal_id": (Withdrawal.objects.get(public_id=house.mark.public_id).pk,),
        "locale": ("en",),
        "row_kind": ("category",),
        "row_number": (house.category.pk,),
        "site_id": (house.desk.site.pk,),
        "passage_id": (house.pages[1].passages.latest("pk").pk,),
        "destination_id": (house.pages[0].get_parent().pk,),
        "revision_id": (house.pages[0].latest_revision_id, house.pages[2].latest_revision_id),
        "revision_id_a": ("earliest",),
        "revision_id_b": ("latest",),
        "task_state_id": (task.pk,),
        "task_id": (task.task_id, Task.objects.first().pk),  # type: ignore[union-attr]
        "workflow_state_id": (task.workflow_state_id,),
        "workflow_pk": (task.workflow_state.workflow_id,),
        "image_id": (house.picture.pk,),
        **dict.fromkeys(("document_id", "doc_id"), (house.file.pk,)),
        "uploaded_file_id": (house.upload.pk,),
        "collection_id": (house.desk.site.collection_id,),
        "person_id": (house.desk.writer.pk, house.desk.head.pk),
        "row_id": (house.desk.writer.seats.get().pk, house.desk.head.posts.get().pk),
        "alarm_id": (house.alarm.pk,),
        "object_id": pages,
        "session_id": (house.session.pk,),
        "size": ("small",),
        "action_name": ("publish", "approve"),
        "action": ("delete", "assign_role", "publish"),
        **dict.fromkeys(("content_type_app_name", "app_label", "app_name"), ("cms_news",)),
        **dict.fromkeys(("content_type_model_name", "model_name"), ("newspage",)),
        "language": ("en",),
        "filter_spec": ("max-800x600",),
        "path": (house.picture.file.name.replace("pictures/", "pictures/0"),),
        "uidb64": ("MQ",),
        "token": ("nichts",),
        "code": (house.desk.site.code,),
        "restriction_id": (1,),  # no collection is behind a password
        "kind": ("xlsx", "csv"),
    }
    if name not in known:
        pytest.fail(f"{address}: say here what of stc stands for {name}")
    return known[name]


def _rows(house: House, address: Address) -> tuple[Any, ...]:
    """The rows that `pk` means in the addresses of a room."""
    desk, pages = house.desk, tuple(page.pk for page in house.pages)
    of_rows: dict[str, tuple[Any, ...]] = {
        **{name: (pk,) for name, pk in house.of_province.items()},
        "wagtailadmin_api:pages": pages,
        "wagtailadmin_api:images": (house.picture.pk,),
        "wagtailadmin_api:documents": (house.file.pk,),
        "wagtailadmin_pages": pages,
        "agency": (desk.agency.pk,),
        "agencyname": (AgencyName.objects.get(agency=desk.agency).pk,),
        "public_sites": (desk.site.pk,),
        "host": (desk.site.hosts.first().pk,),  # type: ignore[union-attr]
        "post": (Post.objects.get(person=desk.head).pk,),
        "seat": (Seat.objects.get(person=desk.writer).pk,),
        "category": (house.category.pk,),
        "term": (house.term.pk,),
        "redirect": (house.redirect.pk,),
        "preview_addresses": (house.preview.pk,),
        "siteidentity": (house.identity.pk,),
        "chains": (Chain.objects.get(code="short").pk,),
        "delegations": (house.delegation.pk,),
        "wagtailsites": (Site.objects.first().pk,),  # type: ignore[union-attr]
        "wagtailsettings": (1,),  # no settings are registered
        "wagtailusers_users": (desk.writer.pk,),
        "wagtailusers_groups": (Group.objects.first().pk,),  # type: ignore[union-attr]
        "wagtailadmin_collections": (desk.site.collection_id,),
        "wagtailimages_chooser": (house.picture.pk,),
        "wagtaildocs_chooser": (house.file.pk,),
        "wagtailadmin_workflows": (Workflow.objects.first().pk,),  # type: ignore[union-attr]
    }
    room = address.name.rpartition(":")[0]
    if room not in of_rows:
        pytest.fail(f"{address}: say here which row of stc `pk` means in “{room}”")
    return of_rows[room]


def asked(house: House) -> Iterator[tuple[str, str]]:
    """Every address with the numbers of stc filled in; listings are also searched."""
    for address in addresses():
        if not address.name or address.name == "wagtailadmin_logout":
            continue
        for url in urls_of(house, address):
            yield address.name, url
        if not address.parameters:
            yield address.name, f"{reverse(address.name)}?q={WORD}&term={WORD}&search={WORD}"


def urls_of(house: House, address: Address) -> Iterator[str]:
    """An address with every combination of what stands for its parameters."""
    choices = [values_of(house, address, name) for name in address.parameters]
    for values in product(*choices):
        try:
            yield reverse(address.name, kwargs=dict(zip(address.parameters, values, strict=True)))
        except NoReverseMatch:
            pytest.fail(f"{address} cannot be asked: {values}")


def body_of(answer: Any) -> str:
    """What the person reads: the page, and the messages that a redirect takes along."""
    body = b"".join(answer) if answer.streaming else answer.content
    said = getattr(getattr(answer.wsgi_request, "_messages", None), "_queued_messages", ())
    return " ".join(
        [body.decode(errors="replace"), *(str(message) for message in said), answer.headers.get("Location", "")]
    )
