"""Menus and footers: text of the homes, sent as trees with public addresses."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.publications.models import Current, Version
from cms.home.models import HomePage
from sites.domains.models import PublicSite
from tests.factories.api import get, host, settle, whole, withdrawal
from tests.factories.cms import arrange, fresh, goal, home_of_site, make_page, publish, section_of


@pytest.fixture
def home(site: PublicSite) -> HomePage:
    """The Vietnamese home of the department."""
    return home_of_site(site)


def menus(site: PublicSite, locale: str = "vi") -> Any:
    """What a reader gets."""
    return get(f"/api/v1/sites/{host(site)}/navigation/?locale={locale}", site).json()


def entry(*arguments: Any, children: tuple[Any, ...] = (), **more: Any) -> dict[str, Any]:
    """An entry of the first or second level."""
    return goal(*arguments, children=list(children), **more)


def test_an_empty_menu_shows_the_sections_in_their_order(site: PublicSite, home: HomePage) -> None:
    settle()
    assert [found["title"] for found in menus(site)["menus"]["main"]] == ["Giới thiệu", "Tin tức"]
    assert [found["path"] for found in menus(site, "en")["menus"]["main"]] == ["/en/about/", "/en/news/"]
    fresh(section_of(site)).move(home, pos="first-child")
    settle()
    assert [found["title"] for found in menus(site)["menus"]["main"]] == ["Tin tức", "Giới thiệu"]
    withdrawal(section_of(site))
    settle()
    assert [found["title"] for found in menus(site)["menus"]["main"]] == ["Giới thiệu"]


def test_a_menu_is_a_tree_of_three_levels_with_public_addresses(site: PublicSite, home: HomePage) -> None:
    page = make_page(section_of(site, code="about"), title="Cơ cấu tổ chức")
    publish(page)
    third = goal(page)
    second = entry(section_of(site, code="about"), children=(third,))
    first = entry(section_of(site), label="Thời sự", children=(second,))
    arrange(home, menu=[("entry", first), ("entry", entry(None, "https://dichvucong.gov.vn", "Dịch vụ công"))])
    settle()
    found = menus(site)["menus"]["main"]
    assert [top["title"] for top in found] == ["Thời sự", "Dịch vụ công"]
    assert found[1] == {
        "title": "Dịch vụ công",
        "url": "https://dichvucong.gov.vn",
        "path": None,
        "public_id": None,
        "children": [],
    }
    assert found[0]["children"][0]["children"] == [
        {
            "title": "Cơ cấu tổ chức",
            "url": whole(page)["url"],
            "path": "/gioi-thieu/co-cau-to-chuc/",
            "public_id": str(page.translation_key),
            "children": [],
        }
    ]


def test_a_menu_leads_only_to_what_is_live_and_follows_its_title(site: PublicSite, home: HomePage) -> None:
    page = make_page(section_of(site, code="about"), title="Cơ cấu")
    arrange(home, menu=[("entry", entry(page)), ("sections", None)])
    settle()
    assert [found["title"] for found in menus(site)["menus"]["main"]] == ["Giới thiệu", "Tin tức"]
    publish(page)
    settle()
    assert menus(site)["menus"]["main"][0]["title"] == "Cơ cấu"
    page = fresh(page)
    page.title = "Cơ cấu mới"
    page.save_revision()
    publish(fresh(page))
    settle()
    assert menus(site)["menus"]["main"][0]["title"] == "Cơ cấu mới"


def test_a_menu_that_nobody_released_is_not_shown(site: PublicSite, home: HomePage) -> None:
    settle()
    before = menus(site)
    HomePage.objects.filter(pk=home.pk).update(menu=[{"type": "entry", "value": entry(None, "https://x.vn", "Lậu")}])
    settle()
    assert menus(site) == before


def test_a_navigation_names_the_release_and_the_text_of_its_home(site: PublicSite, home: HomePage) -> None:
    arrange(home, menu=[("entry", entry(None, "https://x.vn", "Ngoài"))])
    settle()
    rows = Current.objects.filter(locale="vi", site=site.public_id)
    menu = Version.objects.get(pk=rows.get(kind="navigation").seq)
    page = Version.objects.get(pk=rows.get(kind="page", public_id=home.translation_key).seq)
    assert (menu.body_id, menu.release_id) == (page.body_id, page.release_id)


def test_the_footer_has_contact_person_columns_and_links(site: PublicSite, home: HomePage) -> None:
    settle()
    assert [part["type"] for part in menus(site)["footer"]] == ["contact", "responsible"]
    site.agency.phone = "0271 3879 000"
    site.agency.save()
    PublicSite.objects.filter(pk=site.pk).update(responsible_person="Nguyễn Văn A")
    section = section_of(site)
    html = f'<p>Xem <a linktype="page" id="{section.pk}">tin</a></p><script>x</script>'
    column = {"title": "Về trang", "html": html}
    links = {"title": "", "links": [goal(section)]}
    arrange(home, footer=[("contact", None), ("responsible", None), ("column", column), ("links", links)])
    settle()
    contact, person, text, goals = (part["value"] for part in menus(site)["footer"])
    assert contact["phone"] == "0271 3879 000"
    assert person == {"name": "Nguyễn Văn A"}
    assert text == {"title": "Về trang", "html": f'<p>Xem <a href="{whole(section)["url"]}">tin</a></p>'}
    assert goals["links"][0]["path"] == "/tin-tuc/"


def test_the_navigation_takes_one_query(site: PublicSite, home: HomePage) -> None:
    settle()
    address = f"/api/v1/sites/{host(site)}/navigation/"
    with CaptureQueriesContext(connection) as queries:
        assert get(address).json()["menus"]["main"]
    assert len(queries) == 1
