"""The OpenAPI document is sound and complete; its documentation asks nobody else."""

import re

from openapi_spec_validator import validate

from api.content.urls import urlpatterns as content_addresses
from api.http.parameters import CURSOR
from sites.domains.models import PublicSite
from tests.factories.api import get


def test_the_document_is_sound(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_public_address_is_described_with_its_problems(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    assert len(document["paths"]) == len(content_addresses) + 1
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}, path
        assert "400" in methods["get"]["responses"]
        assert "application/problem+json" in methods["get"]["responses"]["400"]["content"]


def test_every_block_and_every_parameter_is_described(site: PublicSite) -> None:
    document = get("/api/v1/schema/", site).json()
    assert set(document["components"]["schemas"]["Block"]["discriminator"]["mapping"]) == {
        "heading",
        "paragraph",
        "quote",
        "image",
        "file",
    }
    named = {entry["name"] for entry in document["paths"]["/api/v1/content/"]["get"]["parameters"]}
    assert {"site", "locale", "type", "section", "category", "agency", "tag", "include", CURSOR.name} <= named
    assert "as_of" not in named


def test_the_index_leads_to_what_is_there(site: PublicSite) -> None:
    links = get("/api/v1/", site).json()
    for name in ("sites", "content", "schema", "docs"):
        path = links[name].partition("binhphuoc.gov.vn")[2]
        assert get(path, site).status_code == 200, name


def test_the_documentation_is_of_this_installation_only(site: PublicSite) -> None:
    answer = get("/api/v1/docs/", site)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', answer.content.decode())
    assert addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()


def test_health_is_told_without_a_site(site: PublicSite) -> None:
    assert get("/healthz").json() == {"status": "ok"}
    answer = get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer["Cache-Control"]) == (200, "degraded", "no-store")
