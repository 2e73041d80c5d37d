"""Ask every query of the set as readers do, and say how good the answers are."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client
from ruamel.yaml import YAML

from bench.judged.texts import public_id_of

QUERIES = Path(__file__).resolve().parent / "queries.yaml"
SUGGESTIONS = "suggestions"
FIRST = 10
BEST, GOOD = 2, 1


@dataclass(frozen=True, slots=True)
class Query:
    """One query with what it should find: the grade of each public id, and the titles and tags that may complete it."""

    kind: str
    q: str
    locale: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, in its order, and what was made of the question."""

    query: Query
    found: Sequence[str]
    meant: str = ""

    @property
    def reciprocal_rank(self) -> float:
        """1 where the first hit is one of the best, 1/2 where the second is."""
        return next((1 / place for place, key in enumerate(self.found, 1) if self._grade(key) == BEST), 0.0)

    @property
    def recall(self) -> float:
        """How much of what should be found is among the first ten."""
        return len({key for key in self.found[:FIRST] if self._grade(key)}) / len(self.query.grades)

    @property
    def gain(self) -> float:
        """Normalised discounted cumulative gain of the first ten."""
        ideal = sorted(self.query.grades.values(), reverse=True)[:FIRST]
        return _discounted(map(self._grade, self.found[:FIRST])) / _discounted(ideal)

    def _grade(self, key: str) -> int:
        return self.query.grades.get(key, 0)


def queries() -> Iterator[Query]:
    """The whole set."""
    for kind, rows in YAML(typ="safe").load(QUERIES).items():
        for row in rows:
            grades = {str(public_id_of(key)): BEST for key in row["best"]}
            grades |= {str(public_id_of(key)): GOOD for key in row.get("good", ())}
            yield Query(kind, row["q"], row.get("locale", "vi"), grades)


def judged(host: str) -> list[Judgement]:
    """The answers to every query, over all sites, as a reader of this host gets them."""
    client = Client(headers={"host": host})
    return [_judged(client, query) for query in queries()]


def _judged(client: Client, query: Query) -> Judgement:
    name = "suggest" if query.kind == SUGGESTIONS else "search"
    given = {"q": query.q, "include": "subsites", "locale": query.locale}
    answer = client.get(f"/api/v1/{name}/", given)
    if answer.status_code != 200:  # noqa: PLR2004
        raise ValueError(f"{query.q}: {answer.content!r}")
    said: Any = answer.json()
    found = [hit["public_id"] for hit in said["results"] if "public_id" in hit]
    return Judgement(query, found, (said.get("did_you_mean") or {}).get("q", ""))


def table(judgements: Sequence[Judgement]) -> str:
    """The figures of each kind of query and of all."""
    lines = ["| kind | queries | mean reciprocal rank | recall@10 | nDCG@10 |", "|---|---|---|---|---|"]
    kinds = dict.fromkeys(one.query.kind for one in judgements)
    lines += [_line(kind.replace("_", " "), [one for one in judgements if one.query.kind == kind]) for kind in kinds]
    return "\n".join([*lines, _line("all", judgements)])


def means(judgements: Sequence[Judgement]) -> tuple[float, float, float]:
    """Mean reciprocal rank, recall and gain."""
    count = len(judgements)
    return (
        sum(one.reciprocal_rank for one in judgements) / count,
        sum(one.recall for one in judgements) / count,
        sum(one.gain for one in judgements) / count,
    )


def _line(name: str, judgements: Sequence[Judgement]) -> str:
    return f"| {name} | {len(judgements)} | " + " | ".join(f"{figure:.3f}" for figure in means(judgements)) + " |"


def _discounted(grades: Any) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
