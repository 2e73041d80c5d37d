"""The agencies that publish."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.content.parameters import AGENCY_FIELDS
from sites.domains.models import PublicSite
from tests.factories.api import get, host, settle

AGENCIES = "/api/v1/agencies/"


def test_each_agency_is_told_once_with_its_names_and_its_sites(site: PublicSite, portal: PublicSite) -> None:
    found = get(AGENCIES, portal).json()["results"]
    assert [entry["code"] for entry in found] == sorted([portal.agency.code, site.agency.code])
    own = next(entry for entry in found if entry["code"] == "stc")
    assert own["public_id"] == str(site.agency.public_id)
    assert own["names"]["vi"] == "Sở Tài chính"
    assert set(own) == set(AGENCY_FIELDS)
    assert [place["hostname"] for place in own["sites"]] == [host(site)]
    assert own["contact"] == get(f"/api/v1/sites/{host(site)}/", site).json()["contact"]


def test_an_agency_with_two_sites_stands_there_once(site: PublicSite, portal: PublicSite) -> None:
    PublicSite.objects.filter(pk=site.pk).update(agency=portal.agency)
    settle()
    (found,) = get(AGENCIES, portal).json()["results"]
    assert {place["hostname"] for place in found["sites"]} == {host(site), host(portal)}


def test_pages_follow_each_other_in_both_directions(site: PublicSite, portal: PublicSite) -> None:
    first = get(f"{AGENCIES}?limit=1&count=true&fields=code", portal).json()
    assert (first["results"], first["previous"], first["count"]) == ([{"code": "stc"}], None, 2)
    second = get(first["next"].partition(host(portal))[2], portal).json()
    assert (second["results"], second["next"]) == ([{"code": portal.agency.code}], None)
    assert get(second["previous"].partition(host(portal))[2], portal).json()["results"] == first["results"]


def test_it_takes_one_query(site: PublicSite) -> None:
    reader = Client(headers={"host": host(site)})
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(f"{AGENCIES}?count=true").status_code == 200
    assert len(asked) == 1


@pytest.mark.parametrize("query", ["code=stc", "fields=phone", "cursor=x", "limit=0"])
def test_what_is_not_known_is_refused_by_name(site: PublicSite, query: str) -> None:
    answer = get(f"{AGENCIES}?{query}", site)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])
