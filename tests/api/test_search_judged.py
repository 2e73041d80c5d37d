"""How good the search is stays as good as it is: a floor for every kind of query of the judged set (`bench/judged`).

The texts are written into the tables that search reads without the gate, which takes its time; their words are compared
with those that the gate writes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.publications.drain import drain_in_transaction
from api.publications.models import Current
from api.search.lexicon import forget_lexicon
from bench.judged.asking import Judgement, judged, means, queries
from bench.judged.texts import Made, every_sample, load
from sites.domains.models import PublicSite
from tests.databases import connected_to, filled
from workflows.samples.actions import Library
from workflows.samples.reader import samples_in

# without links to other items: those lead somewhere only when all are brought in
KEYS = ("portal-le-hoi-soc-bom-bo", "stnmt-bang-gia-dat-2026", "portal-goi-thau-dt755", "bqlkkt-gioi-thieu")
# mean reciprocal rank and recall@10 of each kind; a change that makes search better raises them
FLOORS = {
    "words": (0.95, 0.92),
    "no_accent": (0.86, 0.93),
    "misspelt": (0.93, 0.93),
    "abbreviations": (0.86, 0.9),
    "numbers": (0.95, 0.98),
    "phrases": (0.8, 0.95),
    "former_names": (0.85, 0.95),
    "file_text": (0.85, 0.95),
    "english": (0.92, 0.9),
    "suggestions": (0.85, 0.9),
}


@pytest.fixture(scope="module")
def _of_texts(province_template: str, django_db_blocker: Any) -> Iterator[str]:
    """The province with all sample texts in the tables of the search."""
    yield from filled(
        "search_judged", template=province_template, fill=lambda: load(every_sample()), blocker=django_db_blocker
    )


@pytest.fixture(scope="module")
def judgements(_of_texts: str, django_db_blocker: Any) -> list[Judgement]:
    """Every query, asked once."""
    forget_lexicon()
    with connected_to(_of_texts, django_db_blocker), django_db_blocker.unblock():
        return judged(PublicSite.objects.get(kind="portal").hosts.get(role="canonical").hostname)


def test_the_set_is_as_large_and_as_varied_as_it_has_to_be() -> None:
    asked = list(queries())
    assert len(asked) >= 150
    assert {query.kind for query in asked} == set(FLOORS)
    assert len({(query.kind, query.q, query.locale) for query in asked}) == len(asked)


@pytest.mark.parametrize("kind", list(FLOORS))
def test_no_kind_of_query_falls_below_its_floor(judgements: list[Judgement], kind: str) -> None:
    rank, recall, _gain = means([one for one in judgements if one.query.kind == kind])
    worst = [(round(one.reciprocal_rank, 2), one.query.q) for one in judgements if one.query.kind == kind]
    assert (rank >= FLOORS[kind][0], recall >= FLOORS[kind][1]) == (True, True), (rank, recall, sorted(worst)[:8])


def test_the_words_of_the_texts_are_those_that_the_gate_writes(
    province_template: str, django_db_blocker: Any, settings: Any, tmp_path: Path
) -> None:
    public = {**settings.STORAGES["public"], "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}}
    settings.STORAGES = {**settings.STORAGES, "public": public}
    folder = Path("fixtures/provinces/binh-phuoc/content")
    chosen = [sample for sample in samples_in(folder) if sample.key in KEYS]

    def fill() -> None:
        library = Library(chosen)
        library.load(lambda _number, _total: None)
        drain_in_transaction()
        made = Made()
        for sample in chosen:
            for page in (library.pages[sample.key], *library.pages[sample.key].get_translations()):
                locale = page.locale.language_code
                text = sample.vi if locale == "vi" else sample.en
                row = Current.objects.get(kind="page", public_id=page.translation_key, locale=locale)
                assert row.words == made.words(sample, text or {}, locale), (sample.key, locale)

    for _name in filled("search_gate", template=province_template, fill=fill, blocker=django_db_blocker):
        pass
    assert len(chosen) == len(KEYS)
