"""What readers get of the sites of a regulation, by the public API alone; what they find there, put up by the desks."""

from typing import Any
from urllib.parse import quote

from api.publications.drain import drain_in_transaction
from cms.home.models import HomePage
from cms.notices.models import NoticePage
from sites import clock
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from tests.factories.api import get
from tests.factories.cms import body_of, goal, home_of_site, make_file
from tests.regulations.walking import Walk, any_page
from workflows.passage.models import Passage

NO_LOGO = {"picture": None, "alt": "", "decorative": False, "caption": "", "credit": ""}
NUMBER = "12/2025/QĐ-UBND"

type Links = dict[str, list[tuple[str, str]]]


def told(path: str, site: PublicSite) -> Any:
    """The answer to a reader of a site."""
    answer = get(f"/api/v1/{path}", site)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(path: str, site: PublicSite) -> list[str]:
    """The titles of a list."""
    return [entry["title"] for entry in told(path, site)["results"]]


def found(words: str, site: PublicSite, *, more: str = "") -> list[str]:
    """The titles that a search finds."""
    return titles(f"search/?q={quote(words)}{more}", site)


def linked(walk: Walk, writer: str, *, groups: Links, language: str = "vi") -> Passage:
    """A writer puts links under the names of those who answer for them onto the portal's front page; hands it in."""
    home = home_of_site(walk.site("portal"), language)
    links = {
        title: [{"goal": goal(None, address, label), "logo": NO_LOGO} for label, address in entries]
        for title, entries in groups.items()
    }
    home.slots = body_of(*(("links", {"title": title, "links": entries}) for title, entries in links.items()))
    home.save_revision(user=walk.person(writer))
    return walk.submit(writer, any_page(home.pk))


def links_of(walk: Walk, language: str = "vi") -> Links:
    """What readers of the portal's front page get: by who answers for them, names and addresses."""
    drain_in_transaction()
    home: HomePage = home_of_site(walk.site("portal"), language)
    slots = told(f"content/{home.translation_key}/?locale={language}", walk.site("portal"))["body"]
    return {
        slot["value"]["title"]: [(link["label"], link["url"]) for link in slot["value"]["links"]]
        for slot in slots
        if slot["type"] == "links"
    }


def gazette(walk: Walk, writer: str, *, agency: str) -> Passage:
    """An issue of the gazette as an office prepares it: its number and day, its file, a table of its documents."""
    rows = [[NUMBER, "10/3/2025", "Giá tính lệ phí trước bạ"], ["13/2025/QĐ-UBND", "11/3/2025", "Hè phố"]]
    contents = {
        "columns": [{"type": "text", "heading": name} for name in ("Số, ký hiệu", "Ngày ký", "Trích yếu")],
        "rows": [{"values": values} for values in rows],
        "caption": "Văn bản trong số này",
    }
    page = NoticePage(
        title="Công báo tỉnh số 21 + 22",
        summary="Hai quyết định của UBND tỉnh.",
        number="21 + 22/2025",
        in_force_from=clock.today(),
        file=make_file(name="cong-bao-21-22.pdf", collection=walk.site("portal").collection),
        body=body_of(("table", contents)),
        owner=walk.person(writer),
        live=False,
        agency=Agency.objects.get(code=agency),
    )
    walk.section("portal", "cong-bao").add_child(instance=page)
    page.save_revision(user=walk.person(writer))
    return walk.submit(writer, page)


def read_in_the_gazette(walk: Walk) -> None:
    """The issue stands in its section with number, day and file, and is found by what it holds."""
    portal, section = walk.site("portal"), walk.section("portal", "cong-bao")
    drain_in_transaction()
    [issue] = told(f"content/?section={section.translation_key}", portal)["results"]
    notice = told(f"content/{issue['public_id']}/", portal)["notice"]
    assert (notice["number"], notice["in_force_from"]) == ("21 + 22/2025", clock.today().isoformat())
    assert notice["file"]["url"]
    for words in (NUMBER, "12/qd-ubnd", "le phi truoc ba"):
        assert found(words, portal) == [issue["title"]], words
    assert found("14/2025/QĐ-UBND", portal) == []
