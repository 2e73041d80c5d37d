"""What is to go is announced on every answer, in time, and in the document."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import path
from drf_spectacular.generators import SchemaGenerator

from api.http.describing import described
from api.http.lifetimes import Deprecation
from api.http.problems import Problem
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.schema.documents import Described

GOING = Deprecation(date(2027, 1, 15), date(2028, 1, 15), "/api/v1/content/")


class Going(PublicView):
    """An address that is to go."""

    throttle = ""
    deprecated: Deprecation | None = GOING
    schema = Described()

    @described("read_what_goes", dict)
    def get(self, request: Any, **kwargs: Any) -> Answer:
        """Answers, or does not."""
        if request.GET.get("fault"):
            raise Problem("not_found")
        return answer(request, b"{}")


@pytest.mark.parametrize("query", ["", "?fault=1"])
def test_every_answer_of_what_is_to_go_says_so(query: str) -> None:
    response = Going.as_view()(RequestFactory().get(f"/going/{query}"))
    assert response["Deprecation"] == "@1799946000"
    assert response["Sunset"] == "Fri, 14 Jan 2028 17:00:00 GMT"
    assert response["Link"] == '</api/v1/content/>; rel="successor-version"'
    assert response["API-Version"] == "1"


def test_a_304_says_so_too() -> None:
    response = Going.as_view()(RequestFactory().get("/going/", headers={"If-None-Match": "*"}))
    assert (response.status_code, response["Deprecation"]) == (304, "@1799946000")


def test_less_than_a_year_is_no_notice() -> None:
    with pytest.raises(ValueError, match="365 days"):
        Deprecation(date(2027, 1, 15), date(2027, 12, 1), "/api/v1/content/")


def test_the_document_marks_it() -> None:
    generator = SchemaGenerator(
        patterns=[path("api/v1/going/", Going.as_view()), path("api/v1/staying/", Staying.as_view())]
    )
    paths = generator.get_schema(request=None, public=True)["paths"]
    assert paths["/api/v1/going/"]["get"]["deprecated"] is True
    assert "deprecated" not in paths["/api/v1/staying/"]["get"]


class Staying(Going):
    """An address that stays."""

    deprecated = None

    @described("read_what_stays", dict)
    def get(self, request: Any, **kwargs: Any) -> Answer:
        """Answers."""
        return answer(request, b"{}")
