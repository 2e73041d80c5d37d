"""kill -9 of the worker while it opens many sites: the rest is opened after the restart, none twice, none half."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.stack import DOMAIN, Stack, copy_database, drop_database, manage
from tests.thorough import THOROUGH

pytestmark = pytest.mark.crash

SITES, BLOWS = (24, (3, 10)) if THOROUGH else (6, (2,))
PATIENCE = 240.0
HEAD = "code;kind;parent;name_vi;name_en;hosts;agency_kind;agency_parent;agency_vi;agency_en;abbreviation_vi"
ORDER = """
from pathlib import Path
from sites.accounts.models import User
from sites.provisioning.batches import order_openings
from sites.provisioning.lists import read_list
source = Path("{path}").read_text("utf-8")
order_openings(User.objects.get(username="quantri"), source=source, planned=read_list(source).good)
"""
# What belongs to a site that is open. One row for each site that lacks some of it, or has some of it twice.
NOT_WHOLE = """
select s.code from sites_domains_publicsite s where s.code like 'sdo%%' and (
  (select count(*) from sites_domains_sitehome h join wagtailcore_page p on p.id = h.home_id and p.live where h.site_id = s.id) <> 2
  or (select count(*) from sites_domains_host h where h.site_id = s.id and h.role = 'canonical') <> 1
  or (select count(*) from wagtailcore_collection c where c.name = s.name_vi) <> 1
  or (select count(*) from sites_agencies_agency a where a.code = s.code) <> 1
  or (select count(*) from cms_pages_pageidentity i join wagtailcore_page p on p.id = i.page_id and p.live
      join workflows_passage_release r on r.public_id = i.public_id and r.locale = i.locale where i.site_id = s.id) <> 12
)
"""  # noqa: E501
LEFT_BEHIND = """
select count(*) from sites_agencies_agency a
where a.code like 'sdo%%' and not exists (select from sites_domains_publicsite s where s.code = a.code)
"""
OPENED = "select count(*) from sites_provisioning_openingline where state = 'opened'"
WAITING = "select count(*) from sites_provisioning_openingline where state = 'waiting'"
OPEN = "select count(*) from sites_domains_publicsite where code like 'sdo%%'"


@pytest.fixture
def stack(drained_province: tuple[str, int], tmp_path: Path) -> Iterator[Stack]:
    """A worker without a server, and an order of many sites."""
    template, port = drained_province
    stack = Stack(copy_database("opening_crash", template=template), tmp_path, port)
    manage(stack.environment, "shell", "--verbosity=0", "-c", ORDER.format(path=_list(tmp_path)))
    yield stack
    stack.stop()
    drop_database("opening_crash")


def _list(folder: Path) -> Path:
    rows = [
        f"sdo{n:02};department;portal;Trang Sở Đo {n:02};Measuring {n:02};sdo{n:02}.{DOMAIN};"
        f"department;ubnd;Sở Đo {n:02};Measuring {n:02};SDO{n:02}"
        for n in range(SITES)
    ]
    path = folder / "list.csv"
    path.write_text("\n".join([HEAD, *rows]), "utf-8")
    return path


def test_a_killed_worker_leaves_no_site_half_open_and_the_next_one_opens_the_rest(stack: Stack) -> None:
    with psycopg.connect(stack.address, autocommit=True) as connection:
        for blow in BLOWS:
            stack.start("worker")
            _until(connection, OPENED, at_least=blow)
            time.sleep(random.uniform(0, 0.3))  # noqa: S311 - anywhere within the opening of a site
            stack.kill("worker")
            _until_forgotten(connection)
            opened = _number(connection, OPENED)
            assert blow <= opened < SITES
            assert _number(connection, OPEN) == opened  # the line and its site, or neither
            assert connection.execute(NOT_WHOLE).fetchall() == []
            assert _number(connection, LEFT_BEHIND) == 0
        stack.start("worker")
        _until(connection, OPENED, at_least=SITES)
        _until(connection, "select -count(*) from api_publications_dirty", at_least=0)
        assert _number(connection, OPEN) == SITES
        assert _number(connection, WAITING) == 0
        assert connection.execute(NOT_WHOLE).fetchall() == []
    stack.stop()
    assert manage(stack.environment, "fixtree").count("No problems") >= 1
    assert manage(stack.environment, "check_publications").startswith("0 differences")


def _until_forgotten(connection: psycopg.Connection) -> None:
    """The server has ended what the dead worker had begun; half a minute without a sign of life has passed."""
    _until(connection, "select -count(*) from pg_stat_activity where datname = 'opening_crash'", at_least=-1)
    connection.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - interval '31 seconds'")


def _until(connection: psycopg.Connection, query: str, *, at_least: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if _number(connection, query) >= at_least:
            return
        time.sleep(0.05)
    raise AssertionError(f"{query} is {_number(connection, query)}, not {at_least}")


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
