"""Sample content as the rows that search reads, without the tree, the desks and the gate.

The words of each row are those that the gate would write (`tests/api/test_search_judged.py` compares); of the bytes
that readers get only so much is there as hits and completions show.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from api.publications.enums import Kind, Reading, State
from api.publications.frames import MEDIUM
from api.publications.hosts import Atlas, remake_host_rows
from api.publications.lexicon import remake_lexicon
from api.publications.models import Current, FileText
from api.publications.payloads import PRESENTER
from api.publications.vocabulary import remake_vocabulary
from api.publications.words import words_of
from cms.home.models import SectionPage
from cms.news.models import Category
from cms.pages.public import canonical
from cms.textstandard import slug_of
from sites import clock
from sites.agencies.models import Agency
from sites.agencies.selectors import name_on
from sites.domains.models import PublicSite
from workflows.samples.reader import Sample, sample_of, samples_in

FOLDER = Path(__file__).resolve().parent
SAMPLES = FOLDER.parents[1] / "fixtures" / "provinces" / "binh-phuoc" / "content"
NAMES = uuid.UUID("8d0e6a10-0000-4000-8000-000000000000")
LANGUAGES = ("vi", "en")

type Json = Mapping[str, Any]


def public_id_of(key: str) -> uuid.UUID:
    """The public id of the item with this key."""
    return uuid.uuid5(NAMES, key)


def every_sample() -> list[Sample]:
    """The sample content of the province and the items beside it."""
    beside = YAML(typ="safe").load(FOLDER / "items.yaml")["items"]
    return [*samples_in(SAMPLES), *(sample_of(item) for item in beside)]


def load(samples: Sequence[Sample]) -> int:
    """Fill the tables that search reads; the sites of the province are open. Returns how many rows there are."""
    remake_host_rows(Atlas())
    remake_lexicon()
    made = Made()
    rows = [row for sample in samples for row in made.rows(sample)]
    FileText.objects.bulk_create(made.files.values())
    Current.objects.bulk_create(rows)
    remake_vocabulary()
    return len(rows)


class Made:
    """Rows out of samples, and the files that they show."""

    def __init__(self) -> None:
        self.sites = {site.code: site for site in PublicSite.objects.select_related("agency")}
        self.atlas = Atlas()
        self.categories = {row.code: row for row in Category.objects.all()}
        self.agencies = {row.code: row for row in Agency.objects.prefetch_related("names")}
        self.sections = _sections(self.atlas)
        self.files: dict[str, FileText] = {}

    def rows(self, sample: Sample) -> Iterator[Current]:
        """A row for each language of a sample."""
        for locale, text in (("vi", sample.vi), ("en", sample.en)):
            if text is not None:
                yield self._row(sample, text, locale)

    def words(self, sample: Sample, given: Json, locale: str) -> list[str]:
        """What search reads of a sample in one language."""
        item, text, files = self._parts(sample, given, locale)
        return words_of(item, text, files)

    def _parts(self, sample: Sample, given: Json, locale: str) -> tuple[Json, Json, Json]:
        site = self.sites[sample.site]
        day = clock.day_of(sample.published_at) if sample.published_at else clock.today()
        name = name_on(self.agencies[sample.agency or site.agency.code], day)
        category = self.categories.get(sample.category) if sample.type == "news" else None
        tags = given.get("tags", []) if sample.type == "news" else []
        authors = given.get("author", []) if sample.type == "news" else []
        files: dict[str, Json] = {}
        body = [_block(block, self._file(block, files)) for block in given.get("body", [])]
        item = {
            "title": given["title"],
            "summary": given.get("summary", ""),
            "tags": [{"name": tag, "slug": slug_of(tag)} for tag in sorted(tags)],
            "agency": {which: getattr(name, f"{which}_{locale}") for which in ("name", "abbreviation")},
            "section": {"title": self.sections[site.pk, sample.section, locale]},
            "category": {"name": getattr(category, f"name_{locale}")} if category else None,
            "attribution": {
                "authors": [{"name": author} for author in authors],
                "source": given.get("source", "") if sample.type == "news" else "",
            },
        }
        return item, json.loads(canonical({"body": body})), files

    def _file(self, block: Json, files: dict[str, Json]) -> str:
        """The public id of the file of a block, which is kept with what it says."""
        if block["type"] != "file":
            return ""
        content = str(block.get("says") or block.get("content", ""))
        name = f"{hashlib.sha256(content.encode()).hexdigest()}.{block['file'].rpartition('.')[2]}"
        key = str(public_id_of(name))
        files[key] = {"url": f"https://bench.local/media/{name}", "title": block["title"]}
        said = " ".join(content.split())
        self.files[name] = FileText(name=name, state=Reading.READ, text=said, reader=1)
        return key

    def _row(self, sample: Sample, given: Json, locale: str) -> Current:
        item, text, files = self._parts(sample, given, locale)
        site = self.atlas.sites[self.sites[sample.site].pk]
        path = f"/{locale}/{sample.key}/"
        form = {
            "public_id": str(public_id_of(sample.key)),
            "type": sample.type,
            "locale": locale,
            "title": item["title"],
        }
        form |= {"site": site.canonical, "tags": item["tags"], "path": path, "url": site.url(path)}
        return Current(
            kind=Kind.PAGE,
            public_id=public_id_of(sample.key),
            locale=locale,
            site=site.public_id,
            seq=0,
            state=State.LIVE,
            path=path,
            whole=b"{}",
            list_form=json.dumps(form, ensure_ascii=False).encode(),
            type=sample.type,
            sort_at=sample.published_at or clock.now(),
            scope=list(site.scope),
            deps=[f"{MEDIUM}{row['url'].rsplit('/', 1)[-1]}" for row in files.values()],
            words=words_of(item, text, files),
            presenter=PRESENTER,
        )


def _sections(atlas: Atlas) -> dict[tuple[int, str, str], str]:
    """Titles of sections by site, short name in the first language, and language."""
    found: dict[tuple[int, str, str], str] = {}
    for site in atlas.sites.values():
        first = site.homes[site.first_locale]
        for section in SectionPage.objects.filter(path__startswith=first.path, depth__gt=first.depth):
            for page in (section, *SectionPage.objects.filter(translation_key=section.translation_key)):
                found[site.id, section.slug, page.locale.language_code] = page.title
    return found


def _block(block: Json, file: str) -> Json:
    """A block of a sample in its public form, as far as it holds words."""
    return {"type": block["type"], "value": BLOCKS[block["type"]](block, file)}


def _only(*names: str) -> Any:
    return lambda block, _file: {name: block.get(name, "") for name in names}


def _picture(block: Json) -> Json:
    return {name: block.get(name, "") for name in ("alt", "caption", "credit")}


def _table(block: Json, _file: str) -> Json:
    columns = [{"heading": column["heading"], "type": column["type"]} for column in block["columns"]]
    return {"caption": block["caption"], "columns": columns, "rows": block["rows"]}


BLOCKS: Mapping[str, Any] = {
    "heading": _only("text"),
    "paragraph": lambda block, _file: block["html"],
    "quote": _only("text", "attribution"),
    "callout": _only("title", "html"),
    "image": lambda block, _file: _picture(block),
    "gallery": lambda block, _file: {
        "title": block["title"],
        "pictures": [_picture(picture) for picture in block["pictures"]],
    },
    "file": lambda block, file: {"public_id": file, "title": block["title"]},
    "table": _table,
    "link_list": lambda block, _file: {
        "title": block["title"],
        "links": [{"address": link["address"], "label": link["label"]} for link in block["links"]],
    },
    "related": _only("title"),
}
