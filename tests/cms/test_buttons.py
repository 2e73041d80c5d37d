"""Which buttons a list of pages shows, asked of the tables for all rows at once."""

from collections.abc import Iterable
from itertools import combinations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, PagePermissionTester

from cms.pages import gate
from cms.pages.permissions import OnlyThroughTheGate
from cms.pages.registry import deletion_gate
from sites.accounts.models import User
from sites.memory import remembering
from tests.factories.cms import make_news, section_of
from tests.factories.sites import make_person, make_site
from tests.factories.workflows import make_desk, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

RIGHTS = ("add", "change", "publish", "bulk_delete")


def with_rights(person: User, page: Page, rights: Iterable[str]) -> User:
    group, _made = Group.objects.get_or_create(name="những quyền này")
    GroupPagePermission.objects.filter(group=group).delete()
    for right in rights:
        GroupPagePermission.objects.create(group=group, page=page, permission_type=right)
    person.groups.set([group])
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("rights", [rights for n in range(5) for rights in combinations(RIGHTS, n)], ids="-".join)
def test_what_wagtail_says_of_taking_a_leaf_away_is_known_without_asking(rights: tuple[str, ...]) -> None:
    site, writer, other = make_site(), make_person("viet"), make_person("khac")
    person = with_rights(writer, section_of(site), rights)
    for owner, live in ((writer, False), (writer, True), (other, False), (other, True)):
        page = make_news(section_of(site), title=f"{owner} {live}", user=owner)
        Page.objects.filter(pk=page.pk).update(live=live)
        leaf = type(page).objects.get(pk=page.pk)
        for ignore_bulk in (False, True):
            wagtail = PagePermissionTester(person, leaf).can_delete(ignore_bulk)
            assert OnlyThroughTheGate(person, leaf)._may_be_taken_away(ignore_bulk=ignore_bulk) == wagtail


def test_the_gates_are_asked_about_a_list_of_pages_at_once() -> None:
    desk = make_desk()
    kept = submitted(desk).page
    drafts = [desk.draft(title=f"Nháp {n}") for n in range(3)]
    with remembering():
        with CaptureQueriesContext(connection) as queries:
            gate.foresee([kept, *drafts])
        assert len(queries) == len(list(deletion_gate))
        with CaptureQueriesContext(connection) as queries:
            stays = [gate.why_it_stays(page) for page in (kept, *drafts)]
        assert len(queries) == 0
    assert [reason and reason.code for reason in stays] == ["kept", None, None, None]
