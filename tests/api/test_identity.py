"""Emblem, colours and responsible person of a site; categories: who changes them, and what is refused."""

import json
from typing import Any

import pytest
from django.core.files.storage import storages
from wagtail.models import ModelLogEntry

from api.publications.models import Current
from cms.identity.actions import keep_identity
from cms.identity.contrast import contrast
from cms.identity.models import SiteIdentity
from cms.media.actions import make_renditions
from cms.news.actions import keep_category
from cms.news.models import Category
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Refused
from tests.factories.api import settle
from tests.factories.cms import make_picture
from tests.factories.sites import make_administrator, make_person, make_seat_kinds
from tests.factories.workflows import with_seat
from workflows.changes.actions import approve
from workflows.changes.models import Proposal


@pytest.fixture
def site_admin(site: PublicSite) -> User:
    """Who administers the department's site."""
    make_seat_kinds()
    return with_seat("quantri.stc", site, "site_admin")


def theme(site: PublicSite) -> Any:
    """What readers get."""
    return json.loads(Current.objects.get(kind="site", public_id=site.public_id).whole)["theme"]


def test_contrast_is_that_of_the_recommendation() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_an_administrator_of_the_site_changes_emblem_colours_and_person(site: PublicSite, site_admin: User) -> None:
    settle()
    assert theme(site) == {"emblem": None, "colours": {"primary": None, "accent": None}}
    emblem = make_picture()
    make_renditions(emblem)
    wanted = SiteIdentity(site=site, emblem=emblem, emblem_alt="Quốc huy", primary="#8c1c13", accent="#0b3d6e")
    keep_identity(site_admin, identity=wanted, responsible_person="Nguyễn Văn A")
    settle()
    found = theme(site)
    assert found["colours"]["primary"] == {"background": "#8c1c13", "text": "#ffffff"}
    assert (found["emblem"]["alt"], len(found["emblem"]["renditions"])) == ("Quốc huy", 6)
    assert storages["public"].exists(found["emblem"]["renditions"][0]["url"].rpartition("/")[2])
    assert json.loads(Current.objects.get(kind="site", public_id=site.public_id).whole)["responsible_person"]
    emblem.refresh_from_db()
    assert emblem.frozen_at is not None
    logged = ModelLogEntry.objects.filter(user=site_admin).values_list("action", flat=True)
    assert sorted(logged) == ["wagtail.create", "wagtail.edit"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"primary": "#ff0000"}, ("primary", "3.99:1")),
        ({"primary": "#8c1c13", "primary_text": "#444444"}, ("primary_text", ":1")),
        ({"accent": "red"}, ("accent", "#rrggbb")),
        ({"accent": "#0b3d6e\n"}, ("accent", "#rrggbb")),
    ],
)
def test_colours_that_cannot_be_read_are_refused_with_their_ratio(
    site: PublicSite, fields: dict[str, str], named: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        keep_identity(make_administrator(), identity=SiteIdentity(site=site, **fields), responsible_person="")
    assert named[1] in " ".join(refused.value.errors[named[0]])


def test_an_emblem_needs_a_description(site: PublicSite) -> None:
    bare = SiteIdentity(site=site, emblem=make_picture())
    with pytest.raises(Invalid) as refused:
        keep_identity(make_administrator(), identity=bare, responsible_person="")
    assert list(refused.value.errors) == ["emblem_alt"]


def test_nobody_else_changes_a_site(site: PublicSite, portal: PublicSite, site_admin: User) -> None:
    for actor, place in ((site_admin, portal), (make_person("viet.ai.do"), site)):
        with pytest.raises(Refused):
            keep_identity(actor, identity=SiteIdentity(site=place), responsible_person="")
        with pytest.raises(Refused):
            keep_category(actor, category=Category(code="x", name_vi="X", name_en="X", site=place))
    with pytest.raises(Refused):
        keep_category(site_admin, category=Category(code="x", name_vi="X", name_en="X"))  # of the whole province
    assert keep_category(site_admin, category=Category(code="x", name_vi="X", name_en="X", site=site)).pk
    assert not SiteIdentity.objects.exists()


def test_the_screens_show_and_change_what_is_ones_own(
    site: PublicSite, portal: PublicSite, site_admin: User, client: Any
) -> None:
    client.force_login(site_admin)
    listing = client.get("/admin/siteidentity/")
    assert listing.status_code == 200
    form = client.get("/admin/siteidentity/new/")
    assert (str(site.pk) in form.content.decode(), portal.name_vi in form.content.decode()) == (True, False)
    answer = client.post(
        "/admin/siteidentity/new/",
        {"site": site.pk, "responsible_person": "Bà B", "primary": "#8c1c13", "primary_text": "#ffffff",
         "accent": "", "accent_text": "#ffffff", "emblem": "", "emblem_alt": "", "why": "Đổi người phụ trách"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    approve(make_administrator(), proposal=Proposal.objects.get())
    site.refresh_from_db()
    assert site.responsible_person == "Bà B"
    assert client.get("/admin/category/").status_code == 200
