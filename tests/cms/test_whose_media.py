"""Our policy of pictures and files: Wagtail's answers, in a query whose size does not grow with a person's groups."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from cms.media.models import File, Picture
from cms.media.policies import CollectionsPolicy
from sites.accounts.models import User
from tests.factories.cms import make_file, make_picture
from tests.factories.sites import make_administrator, make_person

pytestmark = pytest.mark.django_db

OF_PICTURES = {"auth_model": "wagtailimages.Image", "owner_field_name": "uploaded_by_user"}
ASKED = (["add"], ["change"], ["choose"], ["delete"], ["add", "change"], ["choose", "delete"], ["unknown"])
GROUPS = ("his", "also his", "not his")
CODENAMES = ("add_image", "change_image", "choose_image", "add_document")
ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(CODENAMES), st.sampled_from(GROUPS)), max_size=6, unique=True
)


def make_collections(owner: User) -> list[Collection]:
    """Root, three collections, one more in each; a picture of the owner's and one of nobody's in all of them."""
    places = [Collection.get_first_root_node()]
    for number in range(3):
        top = places[0].add_child(name=f"Trang {number}")
        places += [top, top.add_child(name="Riêng")]
    first = make_picture(collection=places[0])
    for place in places:
        for person in (owner, None):
            twin = Picture.objects.get(pk=first.pk)
            twin.pk, twin.public_id, twin.collection, twin.uploaded_by_user = None, None, place, person
            twin.public_id = Picture._meta.get_field("public_id").get_default()
            Picture.objects.bulk_create([twin])
    return places


def answers(policy: CollectionOwnershipPermissionPolicy, username: str) -> list[set[int]]:
    """What a policy says to a person who has just come in."""
    found: list[Any] = []
    for asked in ASKED:
        person = User.objects.get(username=username)
        found += [
            policy.instances_user_has_any_permission_for(person, asked),
            policy.collections_user_has_any_permission_for(person, asked),
        ]
    return [set(rows.values_list("pk", flat=True)) for rows in found]


def give(place: Collection, codename: str, group: Group) -> None:
    permission = Permission.objects.get(codename=codename, content_type__app_label__startswith="wagtail")
    GroupCollectionPermission.objects.create(collection=place, permission=permission, group=group)


def test_the_answers_are_those_of_wagtail() -> None:
    person = make_person()
    places = make_collections(person)
    groups = {name: Group.objects.create(name=name) for name in GROUPS}
    person.groups.set([groups["his"], groups["also his"]])

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ROWS)
    def check(rows: list[tuple[int, str, str]]) -> None:
        with transaction.atomic():
            for number, codename, name in rows:
                give(places[number], codename, groups[name])
            ours, wagtails = (
                kind(Picture, **OF_PICTURES) for kind in (CollectionsPolicy, CollectionOwnershipPermissionPolicy)
            )
            assert answers(ours, person.username) == answers(wagtails, person.username)
            transaction.set_rollback(True)

    check()


def test_administrators_see_all_and_nobody_else_sees_anything_without_a_right() -> None:
    make_collections(make_administrator())
    policy = CollectionsPolicy(Picture, **OF_PICTURES)
    closed = make_person("nghi", is_active=False)
    group = Group.objects.create(name="nghi")
    closed.groups.add(group)
    give(Collection.get_first_root_node(), "change_image", group)
    seen = policy.instances_user_has_any_permission_for(make_administrator(), ["change"])
    assert seen.count() == Picture.objects.count() > 0
    for person in (make_person("khach"), User.objects.get(pk=closed.pk), AnonymousUser()):
        assert not policy.instances_user_has_any_permission_for(person, ["change"]).exists()


def test_the_admin_asks_our_policy_about_pictures_and_files() -> None:
    make_file()
    for model in (Picture, File):
        assert isinstance(policy_registry.get_by_type(model), CollectionsPolicy)
    assert isinstance(policy_registry.get(File.objects.get()), CollectionsPolicy)


def test_two_hundred_groups_cost_the_query_of_three() -> None:
    root = Collection.get_first_root_node()
    places = [root.add_child(name=f"Trang {number}") for number in range(200)]
    groups = Group.objects.bulk_create(Group(name=f"trang-{number}") for number in range(200))
    for place, group in zip(places, groups, strict=True):
        give(place, "choose_image", group)
    sizes = []
    for name, some in (("it", groups[:3]), ("nhieu", groups)):
        make_person(name).groups.set(some)
        policy, person = CollectionsPolicy(Picture, **OF_PICTURES), User.objects.get(username=name)
        with CaptureQueriesContext(connection) as queries:
            found = policy.collections_user_has_any_permission_for(person, ["choose"]).count()
        assert found == len(some)
        sizes.append((len(queries), sum(len(query["sql"]) for query in queries.captured_queries) // 100))
    assert sizes[0] == sizes[1]
