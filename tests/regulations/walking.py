"""People of a regulation at work, by their account names."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.media.actions import make_renditions
from cms.media.models import Picture
from cms.news.models import NewsPage
from cms.project.config import ROOT
from sites import clock
from sites.accounts.models import User
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.refusals import Refused
from sites.rules.selectors import rule_for
from tests.factories.cms import PDF, make_news, picture_bytes
from tests.factories.contributions import PROFILE, make_sent, picture_file, word_file
from tests.factories.offices import odt
from tests.factories.workflows import fresh_page, seen
from workflows.contributions.actions import FileData, LetterData, consent, open_account, register_letter, sort, take
from workflows.contributions.models import Contribution, Contributor
from workflows.contributions.selectors import people_with_accounts_to_decide, sections_to_sort_into
from workflows.delegation.actions import delegate, record_absence
from workflows.delegation.models import Delegation
from workflows.passage import actions
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.asking import asked
from workflows.passage.enums import DecisionKind
from workflows.passage.models import Passage
from workflows.passage.policies import VERBS
from workflows.passage.selectors import step_now
from workflows.promotion.actions import take as take_onto_the_portal
from workflows.promotion.models import Copy, Proposal
from workflows.samples.actions import Library
from workflows.samples.desks import handed_in
from workflows.samples.reader import samples_in
from workflows.secrecy.actions import declare
from workflows.secrecy.models import Declaration, Stop

duty = pytest.mark.duty  # met
part = pytest.mark.part  # met in part
DECIDE = {
    DecisionKind.APPROVE: actions.approve,
    DecisionKind.FORWARD: actions.forward,
    DecisionKind.PUBLISH: actions.publish,
    DecisionKind.ENTER: actions.enter,
}

__all__ = ["Walk", "any_page", "duty", "part"]


def any_page(pk: int) -> Any:
    """The page of whatever type, as the tables have it now."""
    return Page.objects.get(pk=pk).specific


@dataclass
class Walk:
    """What happens under a regulation, in the words of its articles."""

    def person(self, username: str) -> User:
        """Who has this account."""
        return User.objects.get(username=username)

    def site(self, code: str) -> PublicSite:
        """A site."""
        return PublicSite.objects.get(code=code)

    def section(self, site: str, slug: str) -> SectionPage:
        """A section of a site, by its Vietnamese slug."""
        home = self.site(site).homes.get(position=0).home
        return SectionPage.objects.child_of(home).get(slug=slug)

    def rule(self, key: str, site: str = "") -> Any:
        """The value of a rule, with its article at hand."""
        return rule_for(key, site=self.site(site) if site else None, on=clock.today())

    def draft(self, writer: str, *, site: str, agency: str, section: str = "tin-tuc", **fields: Any) -> NewsPage:
        """A complete draft about an agency's matters."""
        place = self.section(site, section)
        values = {"agency": Agency.objects.get(code=agency), **fields}
        return make_news(place, user=self.person(writer), **values)

    def submitted(self, writer: str, **fields: Any) -> Passage:
        """A draft that its writer has handed in."""
        return self.submit(writer, self.draft(writer, **fields))

    def submit(self, writer: str, page: Page, **said: Any) -> Passage:
        """A writer hands a page in, with the declaration that the regulation may ask for."""
        return handed_in(self.person(writer), page=page, **said)

    def asked(self, passage: Passage) -> list[str]:
        """Who may decide now."""
        return [person.username for person in asked(passage)]

    def decide(self, username: str, passage: Passage, comment: str = "") -> Passage:
        """A person does what the step asks of him."""
        step = step_now(passage)
        assert step is not None
        page, kind = any_page(passage.page_id), VERBS[step.kind]
        if kind in DECLARED:
            declare(self.person(username), page=page, act=DECLARED[kind], text_sha256=seen(page))
        return DECIDE[kind](self.person(username), passage=passage, seen_sha256=seen(page), comment=comment)

    def through(self, passage: Passage, *usernames: str) -> Passage:
        """Desk after desk says yes; whom the step does not ask is refused."""
        for username in usernames:
            passage = self.decide(username, passage)
        return passage

    def refused(self, username: str, passage: Passage) -> str:
        """The code with which a person is refused who tries the same."""
        with pytest.raises(Refused) as caught:
            self.decide(username, passage)
        return caught.value.code

    def edit(self, username: str, passage: Passage, **fields: Any) -> None:
        """A person saves a new draft."""
        draft = fresh_page(passage.page_id).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_revision(user=self.person(username))

    def page(self, passage: Passage) -> NewsPage:
        """The page as it is now."""
        return fresh_page(passage.page_id)

    def away(self, username: str) -> Delegation:
        """A person's absence is recorded."""
        who = self.person(username)
        row = Delegation(giver=who, decision="Giấy đi đường", **self.week())
        return record_absence(who, row=row)

    def delegate(self, giver: str, to: str, *, seat: str) -> Delegation:
        """A seat is handed over for a week."""
        who = self.person(giver)
        held = who.seats.get(kind__code=seat)
        row = Delegation(giver=who, seat=held, to=self.person(to), decision="15/GUQ", **self.week())
        return delegate(who, row=row)

    def week(self) -> dict[str, Any]:
        """From today on."""
        return {"held_from": clock.today(), "held_to": clock.today() + timedelta(days=7)}

    def may_edit(self, username: str, page: Page) -> bool:
        """Whether a person may edit a page."""
        return bool(page.permissions_for_user(self.person(username)).can_edit())

    def public(self, writer: str, head: str, *, site: str, agency: str) -> NewsPage:
        """A text that its unit has made public on its own site."""
        passage = self.submitted(writer, site=site, agency=agency)
        self.decide(head, passage)
        return self.page(passage)

    def taken(self, username: str, proposal: Proposal, *, section: str = "tin-tuc") -> Copy:
        """A person of the portal takes a proposal over."""
        place = self.section("portal", section)
        return take_onto_the_portal(
            self.person(username), proposal=proposal, section=place, seen_sha256=proposal.text_sha256
        )

    def copy_submitted(self, username: str, copy: Copy, **changes: Any) -> Passage:
        """He changes the copy and hands it in."""
        draft = fresh_page(copy.page_id).get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision(user=self.person(username))
        return self.submit(username, fresh_page(copy.page_id))

    def contributor(self, site: str, by: str = "") -> Contributor:
        """Somebody from outside, whose account the desk has opened."""
        place = self.site(site)
        known = Contributor.objects.filter(site=place).first()
        desk = self.person(by) if by else next(iter(people_with_accounts_to_decide(place)))
        made = known or open_account(desk, site=place, values={**PROFILE})
        return consent(made.person, contributor=made) if made.person else made

    def sent(self, contributor: Contributor, *files: FileData) -> Contribution:
        """What a contributor sends."""
        return make_sent(contributor, *files)

    def letter(self, username: str, *, site: str, **fields: Any) -> Contribution:
        """Somebody at the desk enters an official letter with its original and a Word file."""
        data = LetterData(number="15/VB", issued_on=clock.today(), **fields)
        brought = {"originals": [FileData(name="van-ban.pdf", data=PDF)], "files": [word_file()]}
        values = {"title": "Xã ra quân dọn rác"}
        return register_letter(self.person(username), site=self.site(site), letter=data, values=values, **brought)

    def take(self, username: str, row: Contribution) -> Contribution:
        """Somebody at the desk sorts and takes."""
        desk = self.person(username)
        section = sections_to_sort_into(row.site).get(slug="tin-tuc")
        return take(desk, contribution=sort(desk, contribution=row, section=section))

    def became(self, row: Contribution) -> NewsPage:
        """The page that a contribution became, with its pictures ready."""
        for picture in Picture.objects.filter(collection=row.site.collection):
            make_renditions(picture)
        return NewsPage.objects.get(pk=row.page_id)

    def word(self) -> FileData:
        """A Word file."""
        return word_file()

    def writer(self) -> FileData:
        """A Writer file."""
        return FileData(name="bai.odt", data=odt())

    def picture(self, image_format: str, **said: str) -> FileData:
        """A picture in a common format."""
        file = picture_file(**said)
        data = picture_bytes((640, 400), image_format)
        return replace(file, name=f"anh.{image_format.lower()}", data=data)

    def keeps_secrets(self, writer: str, **where: str) -> None:
        """Who submits declares by name and time; a stamp stops the item with the article."""
        page = self.draft(writer, **where)
        with pytest.raises(Refused) as caught:
            actions.submit(self.person(writer), page=page)
        assert caught.value.code == "not_declared"
        passage = self.submit(writer, page)
        assert Declaration.objects.filter(actor=self.person(writer), text_sha256=passage.text_sha256).exists()
        stamped = self.draft(writer, title="Kế hoạch (MẬT)", **where)
        with pytest.raises(Refused) as caught:
            self.submit(writer, stamped)
        assert caught.value.code == "secret_mark"
        assert caught.value.reasons[0].basis
        assert Stop.objects.filter(page=stamped).exists()

    def load_content(self, regulation: str) -> int:
        """Bring in the sample content of the folder, each item as far as its file says. Returns how many items."""
        folder = ROOT / "fixtures" / "provinces" / regulation / "content"
        return Library(samples_in(folder)).load(lambda _number, _all: None)
