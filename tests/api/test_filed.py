"""Lists with filters: a walk through `Filed` answers what reading all of `Current` would, at the price of a page.

Rows of many sites, languages, keys and moments are written straight into `Current`; Python reckons beside the database.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from api.publications.drain import drain_in_transaction
from api.publications.models import Current, Filed
from sites.clock import VIETNAM
from sites.domains.models import PublicSite
from tests.factories.api import blocks_read, get, host
from tests.factories.cms import make_category, section_of
from tests.factories.sites import make_agency, make_site
from tests.thorough import tries

type Rows = Iterable[Current]
type Filters = Mapping[str, str]

CODES = ("portal", "stc", "below", "lone")
PER_PAGE, MOST_PAGES = 6, 100
MONTH_BEGINS = datetime(2026, 10, 31, 17, tzinfo=UTC)  # in Viet Nam
CHANGES = MONTH_BEGINS.isoformat().replace("+00:00", "Z")
AGENCIES = ("stc", "vpub")
CATEGORIES = ("kinh-te", "y-te")
LANGUAGES: tuple[Filters, ...] = (
    {},
    {"locale": "en"},
    {"locale": "en", "fallback": "default"},
    {"fallback": "default"},
)
SUBSITES = {"include": "subsites"}
PLACES: tuple[tuple[str, Filters], ...] = (
    ("portal", {}),
    ("portal", SUBSITES),
    ("stc", {}),
    ("stc", SUBSITES),
    ("lone", SUBSITES),
)


def fill() -> None:
    """Below the department's site another one, and one that is below none; two categories."""
    make_site("below", parent_code="stc")
    make_site("lone")
    for code in CATEGORIES:
        make_category(code)
    drain_in_transaction()


@pytest.fixture
def sites(portal: PublicSite) -> dict[str, PublicSite]:
    """All sites by their codes."""
    return {code: PublicSite.objects.get(code=code) for code in CODES}


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same rows in every run


def scope_of(site: PublicSite | None) -> list[int]:
    """The site and those above it."""
    return [site.pk, *scope_of(site.parent)] if site else []


def row(site: PublicSite, public_id: UUID, locale: str, **fields: Any) -> Current:
    """A live page, as far as lists ask for it."""
    form = json.dumps({"public_id": str(public_id), "locale": locale}).encode()
    defaults = {"state": "live", "type": "news", "seq": 0, "etag": "e", "whole": form, "list_form": form}
    path = f"/{locale}/{public_id}/"
    made = {**defaults, "path": path, "scope": scope_of(site), "presenter": 1, **fields}
    return Current(kind="page", public_id=public_id, locale=locale, site=site.public_id, **made)


def some_rows(chance: random.Random, sites: Iterable[PublicSite], most: int) -> Iterator[Current]:
    """Pages under various keys, in one language or two, some ended, several of the same moment."""
    places = list(sites)
    for _ in range(most):
        site, public_id = chance.choice(places), UUID(int=chance.getrandbits(128), version=4)
        of_type = chance.choice(("news", "news", "notice", "page"))
        for locale in chance.choice((("vi",), ("vi",), ("en",), ("vi", "en"))):
            begins = chance.choice((None, MONTH_BEGINS, MONTH_BEGINS + timedelta(days=1)))
            yield row(
                site,
                public_id,
                locale,
                type=of_type,
                terms=sorted(terms_of(chance, site, of_type)),
                state=chance.choice(("live", "live", "live", "withdrawn")),
                sort_at=MONTH_BEGINS + chance.randint(-6, 6) * timedelta(hours=4),
                date_from=begins,
                date_to=chance.choice((None, (begins or MONTH_BEGINS) + timedelta(days=chance.randint(1, 2)))),
            )


def terms_of(chance: random.Random, site: PublicSite, of_type: str) -> set[str]:
    """Filter keys of a page."""
    return {
        f"type:{of_type}",
        f"agency:{make_agency(chance.choice(AGENCIES)).public_id}",
        *chance.choice(((), (f"category:{chance.choice(CATEGORIES)}",))),
        *chance.choice(((), (f"section:{section_of(site).translation_key}",))),
        *(f"tag:{name}" for name in ("do", "xanh") if chance.random() < 1 / 3),
        *chance.choice(((), (f"origin:{UUID(int=1)}:vi",))),
    }


def all_filters(site: PublicSite) -> list[Filters]:
    """Every filter, and enough of them together."""
    agency, section = str(make_agency("stc").public_id), str(section_of(site).translation_key)
    return [
        {},
        {"type": "news"},
        {"type": "section"},
        {"type": "notice,page"},
        {"type": "news,section,home"},
        {"agency": agency},
        {"category": "y-te"},
        {"section": section},
        {"tag": "xanh"},
        {"tag": "vang"},
        {"published_after": CHANGES},
        {"published_before": CHANGES},
        {"published_before": CHANGES, "type": "page,news"},
        {"published_after": CHANGES, "tag": "do"},
        {"type": "notice", "category": "kinh-te"},
        {"type": "news,page", "agency": agency, "category": "kinh-te"},
        {"section": section, "tag": "do"},
        {"section": section, "agency": agency, "category": "y-te", "tag": "xanh", "type": "news,notice,page"},
    ]


# --- reckoned over all rows -------------------------------------------------------------------------------------------
def reckoned(rows: Rows, site: PublicSite, asked: Filters) -> list[Current]:
    """What is listed of the rows, the newest first."""
    wanted = asked.get("locale", "vi")
    here = [row for row in rows if site.pk in row.scope and ("include" in asked or row.site == site.public_id)]
    has = {(row.public_id, row.site) for row in here if row.locale == wanted}
    spoken = [
        row
        for row in here
        if row.locale == wanted or ("fallback" in asked and row.locale == "vi" and (row.public_id, row.site) not in has)
    ]
    return sorted(
        (row for row in spoken if _meets(row, asked)), key=lambda row: (row.sort_at, row.public_id), reverse=True
    )


def _meets(row: Current, asked: Filters) -> bool:
    terms = {f"{name}:{asked[name]}" for name in ("section", "agency", "category", "tag") if name in asked}
    return (
        row.type in asked.get("type", row.type).split(",")
        and terms <= set(row.terms)
        and ("published_after" not in asked or row.sort_at >= MONTH_BEGINS)
        and ("published_before" not in asked or row.sort_at < MONTH_BEGINS)
    )


def months_of(rows: Rows) -> list[tuple[int, int, int]]:
    """Year, month and number, the newest first."""
    dated = [row.sort_at.astimezone(VIETNAM) for row in rows if row.type not in {"home", "section"}]
    count = Counter((at.year, at.month) for at in dated)
    return [(*month, count[month]) for month in sorted(count, reverse=True)]


# --- asked of the API -------------------------------------------------------------------------------------------------
def answered(site: PublicSite, address: str, asked: Filters) -> dict[str, Any]:
    """What the API says."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = get(f"/api/v1/{address}/?{query}", site)
    assert answer.status_code == 200, (address, query, answer.content)
    found: dict[str, Any] = answer.json()
    return found


def pages_of(site: PublicSite, asked: Filters, address: str = "content") -> Iterator[list[tuple[str, str]]]:
    """Every page from the first to the last; then back again from the last, each of which has to be the same."""
    page = answered(site, address, {**asked, "limit": str(PER_PAGE)})
    passed: list[Any] = []
    while True:
        yield _named(page)
        if page["next"] is None:
            break
        passed.append(page["results"])
        assert len(passed) < MOST_PAGES, asked
        page = get(page["next"].partition(host(site))[2].removeprefix(":8000"), site).json()
    while passed:
        page = get(page["previous"].partition(host(site))[2].removeprefix(":8000"), site).json()
        assert page["results"] == passed.pop(), asked


def _named(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(entry["public_id"], entry["locale"]) for entry in page["results"]]


def names(rows: Rows) -> list[tuple[str, str]]:
    """Rows as they are named in an answer."""
    return [(str(row.public_id), row.locale) for row in rows]


def check(site: PublicSite, rows: Rows, asked: Filters) -> None:
    """The list page by page, its count, and the archive."""
    wanted = reckoned(rows, site, asked)
    assert answered(site, "content", {**asked, "limit": "1", "count": "true"})["count"] == len(wanted), asked
    found = [entry for page in pages_of(site, asked) for entry in page]
    assert found == names(wanted), (site.code, asked)
    if not {"published_after", "published_before"} & set(asked):
        years = answered(site, "archive", asked)["years"]
        counted = [(year["year"], month["month"], month["count"]) for year in years for month in year["months"]]
        assert counted == months_of(wanted), (site.code, asked)


@pytest.mark.parametrize("seed", range(tries(1, 10)))
def test_every_list_is_what_reading_all_rows_would_find(sites: dict[str, PublicSite], seed: int) -> None:
    Current.objects.bulk_create(some_rows(_chance(seed), sites.values(), 50))
    check_filed()
    rows = list(Current.objects.filter(kind="page", state="live"))
    for (code, include), language in product(PLACES, LANGUAGES):
        for filters in all_filters(sites[code]):
            check(sites[code], rows, {**include, **language, **filters})


def test_the_term_of_notices_is_looked_up_where_the_walk_leads(sites: dict[str, PublicSite]) -> None:
    Current.objects.bulk_create(some_rows(_chance(3), sites.values(), 80))
    rows = list(Current.objects.filter(kind="page", state="live", type="notice"))
    ends = MONTH_BEGINS + timedelta(days=1)
    for (code, include), tag in product(PLACES, ({}, {"tag": "do"})):
        site, asked = sites[code], {**include, **tag}
        wanted = [
            row
            for row in reckoned(rows, site, asked)
            if (row.date_from is None or row.date_from < ends) and (row.date_to is None or row.date_to > MONTH_BEGINS)
        ]
        in_force = {**asked, "in_force_on": "2026-11-01"}
        assert [entry for page in pages_of(site, in_force, "notices") for entry in page] == names(wanted)
        assert answered(site, "notices", {**in_force, "count": "true"})["count"] == len(wanted)


# --- kept by triggers -------------------------------------------------------------------------------------------------
def filed() -> list[tuple[Any, ...]]:
    """Every row with the place where it lies, which is another as soon as it is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select ctid::text, * from api_publications_filed order by site, term, locale, sort_at, public_id"
        )
        return cursor.fetchall()


def as_it_should_be() -> set[tuple[Any, ...]]:
    """The rows, reckoned in Python."""
    return {
        (term, row.site, row.locale, row.type, row.sort_at, row.public_id, row.pk)
        for row in Current.objects.filter(kind="page", state="live")
        for term in {*row.terms, f"type:{row.type}"}
        if not term.startswith("origin:")
    }


def check_filed() -> None:
    """What is filed is what should be."""
    columns = ("term", "site", "locale", "type", "sort_at", "public_id", "current_id")
    assert set(Filed.objects.values_list(*columns)) == as_it_should_be()


def test_what_changes_only_in_its_frame_is_not_filed_anew(sites: dict[str, PublicSite]) -> None:
    before = filed()
    Current.objects.filter(kind="page").update(seq=7, list_form=b"{}", whole=b"{}", etag="x", deps=["a"], held=True)
    assert filed() == before


CHANGED: dict[str, Callable[[Current], Any]] = {
    "state": lambda _row: "withdrawn",
    "type": lambda _row: "notice",
    "terms": lambda row: [*row.terms[:-1], "tag:moi"],
    "sort_at": lambda row: row.sort_at + timedelta(days=40),
    "locale": lambda row: "en" if row.locale == "vi" else "vi",
    "public_id": lambda row: UUID(int=row.public_id.int ^ 1),
    "site": lambda row: UUID(int=row.site.int ^ 1),
    "kind": lambda _row: "address",
}


@pytest.mark.parametrize("name", CHANGED)
def test_what_changes_is_filed_anew_and_back_again(sites: dict[str, PublicSite], name: str) -> None:
    made = row(sites["stc"], UUID(int=7), "vi", sort_at=MONTH_BEGINS, terms=["type:news", "tag:do", "tag:xanh"])
    made.save()
    check_filed()
    there, back = {name: CHANGED[name](made)}, {name: getattr(made, name)}
    for fields in (there, back):
        Current.objects.filter(pk=made.pk).update(**fields)
        check_filed()
    made.delete()
    check_filed()


def test_whatever_is_left_behind_the_triggers_is_filed_over(sites: dict[str, PublicSite]) -> None:
    made = row(sites["stc"], UUID(int=7), "vi", sort_at=MONTH_BEGINS, terms=["tag:do"])
    made.save()
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("delete from api_publications_findable")
        made.delete()
        cursor.execute("set session_replication_role = origin")
    row(sites["stc"], UUID(int=7), "vi", sort_at=MONTH_BEGINS, terms=["tag:do", "tag:do"]).save()
    check_filed()


def test_an_empty_log_files_nothing(sites: dict[str, PublicSite]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; truncate api_publications_current cascade")
    assert not Filed.objects.exists()


# --- what it costs ----------------------------------------------------------------------------------------------------
MANY = """
insert into api_publications_current (kind, public_id, locale, site, seq, state, path, former_paths, whole, list_form,
  etag, type, sort_at, terms, scope, deps, words, held, held_reason, presenter)
select 'page', gen_random_uuid(), 'vi', s.site, 0, 'live', '/nhieu/' || gen_random_uuid() || '/', '{}', '{}',
  '{"locale": "vi"}', 'e', 'news', now() - n * interval '1 minute',
  array['type:news', 'tag:' || case when n > %s then 'cu' else 'moi' end], s.scope, '{}', '{}', false, '', 1
from generate_series(1, %s) as n
join (select row_number() over () - 1 as i, site, scope from api_publications_current where kind = 'site') s
  on s.i = n %% (select count(*) from api_publications_current where kind = 'site')
"""
ASKED = (
    "content/?include=subsites&tag=cu",
    "content/?include=subsites&tag=moi&type=news",
    "content/?include=subsites&type=notice",
    "content/?include=subsites&type=news,notice,page",
    "content/?include=subsites&locale=en&fallback=default",
    "content/?include=subsites&tag=cu&locale=en&fallback=default",
    "content/?tag=cu",
    "content/?type=notice",
    "notices/?include=subsites&tag=cu",
    "notices/",
)
FEW_BLOCKS, GROWN = 400, 60


def test_a_list_with_a_filter_costs_the_same_however_much_is_there(sites: dict[str, PublicSite]) -> None:
    old = 200
    looked_at = []
    for many in (800, 4_800):
        with connection.cursor() as cursor:
            cursor.execute(MANY, [many - old, many])
            cursor.execute("analyze api_publications_current; analyze api_publications_filed")
        looked_at.append(
            {(path, code): blocks_read(f"/api/v1/{path}", sites[code]) for path in ASKED for code in CODES}
        )
    few, more = looked_at
    assert max(more.values()) < FEW_BLOCKS, more
    assert {asked: (few[asked], more[asked]) for asked in few if more[asked] > few[asked] + GROWN} == {}
