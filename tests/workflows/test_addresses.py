"""Each address of the admin opens one screen, and the screen brings what its fields need to work."""

import re
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin_addresses import addresses
from tests.factories.sites import make_administrator
from tests.factories.workflows import make_desk
from workflows.boards.models import ChainUse

CALENDAR = "initDate"
SCRIPT = "wagtailadmin/js/date-time-chooser"


def test_no_screen_of_ours_hides_another() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for address in addresses():
        if not address.name.startswith("wagtail"):
            found[re.sub(r"<(\w+):\w+>", r"<\1>", address.pattern)].add(address.name)
    assert [names for names in found.values() if len(names) > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["delegations:give", "delegations:absence", "bundles:new"])
def test_a_field_for_a_day_has_its_calendar(client: Client, name: str) -> None:
    client.force_login(make_desk("stc").writer)
    body = client.get(reverse(name)).text
    assert CALENDAR in body
    assert SCRIPT in body


@pytest.mark.django_db
def test_the_day_of_a_new_chain_has_its_calendar(client: Client) -> None:
    make_desk("stc")
    client.force_login(make_administrator())
    body = client.get(reverse("chains:revise", args=[ChainUse.objects.earliest("pk").pk])).text
    assert CALENDAR in body
    assert SCRIPT in body
