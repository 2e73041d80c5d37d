"""Very many texts in two languages, written as rows in seconds, for measuring. Triggers sleep meanwhile."""

from typing import Any

from django.db import connection, transaction
from wagtail.models import Page

from cms.home.models import SectionPage
from sites.domains.models import SiteHome

FIRST = 50_000  # in the tree, behind whatever stands there
EVERY_TRANSLATED, EVERY_OUTDATED = 2, 10

PLACES = """
drop table if exists many;
create temporary table many on commit drop as
select p.*, gen_random_uuid() as key,
    (select max(id) from wagtailcore_page) + 2 * p.n - 1 as vi, (select max(id) from wagtailcore_page) + 2 * p.n as en,
    (select max(id) from wagtailcore_revision) + 2 * p.n - 1 as vi_revision,
    (select max(id) from wagtailcore_revision) + 2 * p.n as en_revision,
    (select max(id) from workflows_passage_release) + 3 * p.n as release
from unnest(%(n)s::bigint[], %(site)s::bigint[], %(vi_path)s::text[], %(en_path)s::text[],
    %(vi_url)s::text[], %(en_url)s::text[]) p(n, site, vi_path, en_path, vi_url, en_url)
"""


@transaction.atomic
def fill_translations(source: Page, english: Page, *, texts: int) -> None:
    """Copies of a public text into the like section of every site: each second one with its public translation, each
    tenth one of those outdated since a correction.
    """
    rows = _places(source, english, texts)
    given = {"source": source.pk, "english": english.pk, "key": source.translation_key}
    with connection.cursor() as cursor:
        cursor.execute("select set_config('session_replication_role', 'replica', true)")
        cursor.execute(PLACES, {name: [row[number] for row in rows] for number, name in enumerate(NAMES)})
        for statement in _statements(source, english):
            cursor.execute(statement, given)
        cursor.execute("select set_config('session_replication_role', 'origin', true)")
        for table in ("wagtailcore_page", "wagtailcore_revision", "workflows_passage_release"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}")
        cursor.execute("analyze")


NAMES = ("n", "site", "vi_path", "en_path", "vi_url", "en_url")


def _places(source: Page, english: Page, texts: int) -> list[tuple[Any, ...]]:
    """Where the copies stand: a number, a site, for both languages a path in the tree and the begin of an address."""
    pairs, rows, before = _sections(source, english), [], Page.objects.count()
    for number in range(1, texts + 1):
        site, first, second = pairs[number % len(pairs)]
        paths = (Page._get_path(one.path, one.depth + 1, FIRST + before + number) for one in (first, second))
        rows.append((number, site, *paths, first.url_path, second.url_path))
    return rows


def _sections(source: Page, english: Page) -> list[tuple[int, SectionPage, SectionPage]]:
    code = source.get_parent().specific.code
    homes = dict(SiteHome.objects.values_list("home__path", "site_id"))
    found: dict[int, dict[int, SectionPage]] = {}
    for section in SectionPage.objects.filter(code=code):
        if site := homes.get(section.path[: 2 * Page.steplen]):
            found.setdefault(site, {})[section.locale_id] = section
    return [(site, one[source.locale_id], one[english.locale_id]) for site, one in found.items() if len(one) > 1]


def _statements(source: Page, english: Page) -> list[str]:
    """Source and translation of each copy with revision, release and name; of which source each translation is."""
    kind, translated, outdated = source._meta.db_table, f"m.n %% {EVERY_TRANSLATED} = 0", f"m.n %% {EVERY_OUTDATED} = 0"
    corrected = {"cause": "'correction'", "text_sha256": "repeat('0', 64)"}
    return [
        *_text("vi", "source", "m.release - 2", kind, "true"),
        *_text("en", "english", "m.release - 1", kind, translated),
        _copy(
            "workflows_translation_counterpart",
            {"release_id": "m.release - 1", "public_id": "m.key"},
            OF_IT,
            translated,
        ),
        _copy("workflows_passage_release", {**_release("m.release", "m.vi_revision"), **corrected}, NEWEST, outdated),
    ]


OF_IT = "o.public_id = %(key)s"
NEWEST = """o.id = (select max(r.id) from workflows_passage_release r join wagtailcore_page p
    on p.translation_key = r.public_id join wagtailcore_locale l on l.id = p.locale_id and l.language_code = r.locale
    where p.id = %(source)s)"""


def _text(one: str, key: str, release: str, kind: str, which: str) -> list[str]:
    revision, it = f"m.{one}_revision", f"%({key})s"
    page = {
        "id": f"m.{one}",
        "path": f"m.{one}_path",
        "translation_key": "m.key",
        "slug": "'nhieu-' || m.vi",
        "url_path": f"m.{one}_url || 'nhieu-' || m.vi || '/'",
        "title": "o.title || ' ' || m.n",
        "latest_revision_id": revision,
        "live_revision_id": revision,
    }
    newest = f"o.id = (select live_revision_id from wagtailcore_page where id = {it})"
    name = {
        "id": "nextval(pg_get_serial_sequence('cms_pages_pageidentity', 'id'))",
        "public_id": "m.key",
        "page_id": f"m.{one}",
        "number": f"m.{one}",
        "site_id": "m.site",
    }
    return [
        _copy("wagtailcore_page", page, f"o.id = {it}", which),
        _copy(kind, {"page_ptr_id": f"m.{one}"}, f"o.page_ptr_id = {it}", which),
        _copy("wagtailcore_revision", {"id": revision, "object_id": f"m.{one}::text"}, newest, which),
        _copy("workflows_passage_release", _release(release, revision), NEWEST.replace("%(source)s", it), which),
        _copy("cms_pages_pageidentity", name, f"o.page_id = {it}", which),
    ]


def _release(number: str, revision: str) -> dict[str, str]:
    return {"id": number, "public_id": "m.key", "revision_id": revision, "passage_id": "null::bigint"}


def _copy(table: str, changes: dict[str, str], *which: str) -> str:
    """A row that is there, again for each copy, but for these columns."""
    said = ", ".join(f"'{name}', {value}" for name, value in changes.items())
    return (
        f"insert into {table} select (jsonb_populate_record(o, jsonb_build_object({said}))).*"
        f" from {table} o, many m where {' and '.join(which)}"
    )
