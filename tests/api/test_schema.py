"""The OpenAPI document is sound and complete; its documentation asks nobody else."""

import re

import pytest
from django.contrib.staticfiles.finders import find
from openapi_spec_validator import validate

from api.content.block_serializers import BLOCKS
from api.content.urls import urlpatterns as content_addresses
from api.feeds.urls import urlpatterns as feed_addresses
from api.following.urls import urlpatterns as following_addresses
from api.http.parameters import CURSOR
from api.http.problems import TITLES
from api.preview.urls import urlpatterns as preview_addresses
from api.schema.documents import document, operations, shapes
from api.schema.words import catalogue
from api.search.urls import urlpatterns as search_addresses
from api.submissions.urls import urlpatterns as sending_addresses
from sites.domains.models import PublicSite
from tests.factories.api import get
from tests.stack import ROOT


def test_the_document_is_sound(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_public_address_is_described_with_its_problems(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    told_by_drafts = 1  # media that only a draft shows
    reading = (content_addresses, following_addresses, feed_addresses, search_addresses, preview_addresses)
    assert len(document["paths"]) == sum(map(len, (*reading, sending_addresses))) - told_by_drafts + 1
    for path, methods in document["paths"].items():
        assert set(methods) == ({"post"} if path.endswith("/contributions/") else {"get"}), path
        (described,) = methods.values()
        problems = [answer for code, answer in described["responses"].items() if code.startswith("4")]
        assert problems, path
        assert all("application/problem+json" in answer["content"] for answer in problems), path


def test_every_block_and_every_parameter_is_described(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    assert set(document["components"]["schemas"]["Block"]["discriminator"]["mapping"]) == set(BLOCKS)
    named = {entry["name"] for entry in document["paths"]["/api/v1/content/"]["get"]["parameters"]}
    assert {"site", "locale", "type", "section", "category", "agency", "tag", "include", CURSOR.name} <= named
    assert "as_of" not in named


def test_the_index_leads_to_what_is_there(site: PublicSite) -> None:
    links = get("/api/v1/", site).json()
    for name in ("sites", "content", "schema", "docs"):
        path = links[name].partition("binhphuoc.gov.vn")[2]
        assert get(path, site).status_code == 200, name


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_documentation_is_of_this_installation_only(site: PublicSite, language: str) -> None:
    answer = get(f"/api/v1/docs/?locale={language}", site)
    page = answer.content.decode()
    files = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', page)
    assert len(files) == 3
    own = [file.removeprefix("/static/") for file in files if file != "data:,"]
    assert all(find(file) for file in own)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script>|<style|style=|onclick", page)
    assert not re.search(r'(?:src|action)="https?:', page)


def test_the_documentation_speaks_the_language_that_is_asked_for_or_accepted(site: PublicSite) -> None:
    asked, accepted = get("/api/v1/docs/?locale=en", site), get("/api/v1/docs/", site, **{"accept-language": "en"})
    assert asked.content == accepted.content
    assert (asked.headers.get("Vary"), accepted["Vary"]) == (None, "Accept-Language")
    assert "Tìm kiếm" in get("/api/v1/docs/", site).content.decode()
    assert get("/api/v1/docs/?locale=fr", site).json()["errors"].keys() == {"locale"}


def test_the_documentation_tells_every_address_parameter_type_and_problem(site: PublicSite) -> None:
    page = get("/api/v1/docs/?locale=en", site).content.decode()
    found = document()
    for path, methods in found["paths"].items():
        assert f"<code>{path}</code>" in page
        parameters = [entry for method in methods.values() for entry in method.get("parameters", [])]
        assert all(f"<code>{entry['name']}</code>" in page for entry in parameters)
    assert all(f'id="{name}"' in page for name in set(re.findall(r'href="#(\w+)"', page)) - {"top"})
    assert all(f'id="problem-{code}"' in page for code in TITLES)


def test_everything_that_the_documentation_says_has_its_vietnamese() -> None:
    """A new sentence of the OpenAPI document, or of the page around it, is added to `api/schema/vietnamese.json`."""
    template = (ROOT / "api" / "schema" / "templates" / "api_schema" / "docs.html").read_text()
    said = set(re.findall(r"""["']([^"']+)["']\|said""", template))
    said |= {line.words for shape in shapes("en") for line in shape.fields} | {shape.words for shape in shapes("en")}
    for operation in operations("en"):
        said |= {operation.words, *(line.words for line in operation.parameters)}
    assert sorted(said - {""} - set(catalogue())) == []


def test_health_is_told_without_a_site(site: PublicSite) -> None:
    assert get("/healthz").json() == {"status": "ok"}
    answer = get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer["Cache-Control"]) == (200, "degraded", "no-store")
