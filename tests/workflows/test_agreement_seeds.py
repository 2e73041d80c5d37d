"""Seeded disagreements are all caught, true pairs raise no false alarm. `pytest -s` prints the figures."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

import pytest

from cms.glossary.marking import finder_in_source, stands
from tests.factories.agreement import FRAMES, MAKERS, Json, TruePair, demo_pairs, hashed, made_pair, named
from workflows.agreement import english
from workflows.agreement.comparing import Disagreement, Knowledge, compare, count_facts
from workflows.agreement.enums import Kind
from workflows.agreement.matching import FIGURES

EMPTY_DATABASE = True
EACH = 40  # seeds of a kind, at most
SEED = 20261126


def chances() -> Random:
    """The same seeds in every run."""
    return Random(SEED)  # noqa: S311 - no secret


def disagreements(pair: TruePair, target: Json | None = None) -> list[Disagreement]:
    return compare(pair.source, target or pair.target, language="en", knowledge=pair.knowledge)


def test_true_pairs_of_the_fixtures_raise_no_false_alarm() -> None:
    pairs = demo_pairs()
    alarms = [
        (pair.name, point.kind.value, point.source, point.target) for pair in pairs for point in disagreements(pair)
    ]
    facts = sum(count_facts(pair.source, pair.target) for pair in pairs)
    raised = len({name for name, *_rest in alarms})
    print(f"\ntrue pairs of the fixtures: {len(pairs)}, facts compared: {facts}, pairs with an alarm: {raised}")  # noqa: T201
    assert len(pairs) >= 40
    assert not alarms


def test_made_pairs_raise_no_false_alarm() -> None:
    chance = chances()
    wrong = []
    for _ in range(300):
        source, target, _facts = made_pair(chance)
        if found := compare(source, target, language="en", knowledge=Knowledge()):
            wrong.append((found[0].source, found[0].target))
    assert not wrong


# --- one thing changed -----------------------------------------------------------------------------------------------


def other_digit(words: str, chance: Random) -> str:
    """The words with one digit changed; never the first to zero, never the number of letters."""
    places = [at for at, sign in enumerate(words) if sign.isdigit()]
    at = chance.choice(places)
    return words[:at] + chance.choice([digit for digit in "123456789" if digit != words[at]]) + words[at + 1 :]


def in_strings(value: Any, words: str, other: str) -> tuple[Any, int]:
    """A value with words replaced once, where they stand as a whole; and how often that was done."""
    if isinstance(value, str):
        found, number = re.subn(rf"(?<![\w.,/]){re.escape(words)}(?![\w/]|[.,]\d)", lambda _: other, value, count=1)
        return found, number
    done = 0
    if isinstance(value, dict):
        for key, part in value.items():
            if not done and key not in ("sha256", "public_id", "id"):
                value[key], done = in_strings(part, words, other)
    elif isinstance(value, list):
        for at, part in enumerate(value):
            if not done:
                value[at], done = in_strings(part, words, other)
    return value, done


def changed(target: Json, words: str, other: str) -> Json | None:
    """A text with words replaced once, or None where they cannot be found as they are."""
    found, done = in_strings(deepcopy(target), words, other)
    return found if done else None


def seeds_of_figures() -> Iterator[tuple[str, TruePair, Json, str]]:
    """Of each figure, date and time of the demo's English texts a digit or a name is changed."""
    chance = chances()
    for pair in demo_pairs():
        for block in [pair.target["title"], pair.target["summary"], *strings(pair.target["body"])]:
            for fact in english.read(re.sub(r"<[^>]*>", " ", block)):
                other = mutated(fact.kind, fact.words, chance)
                text = changed(pair.target, fact.words, other) if other and not fact.is_weak else None
                if text is not None:
                    yield fact.kind.value, pair, text, f"{fact.words} -> {other}"


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("sha256", "public_id", "id", "type"):
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def mutated(kind: Kind, words: str, chance: Random) -> str:
    if kind == Kind.DATE and not any(sign.isdigit() for sign in words):
        return "February" if words != "February" else "June"
    if kind == Kind.SUM and "billion" in words and chance.random() < 0.3:
        return words.replace("billion", "million")
    if kind == Kind.SUM and words.startswith("VND") and chance.random() < 0.3:
        return words.replace("VND", "USD")
    if kind == Kind.TIME and ":" in words:
        hour, _colon, rest = words.partition(":")
        return f"{hour}:{(int(rest[:2]) + 20) % 60:02}{rest[2:]}"
    return other_digit(words, chance) if any(sign.isdigit() for sign in words) else ""


def seeds_of_made() -> Iterator[tuple[str, TruePair, Json, str]]:
    """Made pairs in which one fact is said anew by the same maker."""
    chance = chances()
    for kind, makers in MAKERS.items():
        for _ in range(EACH):
            maker = chance.choice(makers)
            fact, other = maker(chance), maker(chance)
            while other.vi == fact.vi or other.en == fact.en:
                other = maker(chance)
            frame = chance.choice(FRAMES)
            source, target = (paragraphs(frame[at].format(said)) for at, said in enumerate((fact.vi, other.en)))
            yield kind, TruePair("made", source, target, Knowledge()), target, f"{fact.vi} -> {other.en}"


def paragraphs(line: str) -> Json:
    return {"title": "", "summary": "", "body": [{"type": "paragraph", "id": "", "value": f"<p>{line}</p>"}]}


def seeds_of_agencies() -> Iterator[tuple[str, TruePair, Json, str]]:
    """A department of the text becomes another one of the province."""
    names = ("Finance", "Construction", "Health", "Planning and Investment", "Information and Communications")
    for pair in demo_pairs():
        for number, name in enumerate(names):
            words, other = f"Department of {name}", f"Department of {names[number - 1]}"
            text = changed(pair.target, words, other)
            if text is not None and other not in json.dumps(pair.target):
                yield "agency", pair, text, f"{words} -> {other}"


def seeds_of_terms() -> Iterator[tuple[str, TruePair, Json, str]]:
    """Every wording of a term goes out of a text."""
    for pair in demo_pairs():
        for entry in pair.knowledge.entries:
            places = finder_in_source(pair.knowledge.entries).places("\n".join(strings(pair.source)))
            if entry.is_name or entry not in {place.entry for place in places}:
                continue
            text = json.dumps(pair.target, ensure_ascii=False)
            for form in sorted(entry.forms, key=len, reverse=True):
                text = re.sub(rf"(?<!\w){re.escape(form)}s?(?!\w)", "gubbins", text, flags=re.IGNORECASE)
            if text != json.dumps(pair.target, ensure_ascii=False) and not stands(entry, text):
                yield "term", pair, json.loads(text), f"{entry.sources[0]} -> gubbins"


def seeds_of_references() -> Iterator[tuple[str, TruePair, Json, str]]:
    """A link leads elsewhere or is gone, a picture is another or gone, a file is left out or doubled."""
    for pair in demo_pairs():
        text = json.dumps(pair.target)
        for goal in set(re.findall(r'data-item=\\"([0-9a-f-]{36})', text)):
            yield "link", pair, json.loads(text.replace(goal, named("elsewhere"), 1)), "another goal"
            plain = re.sub(rf'<a data-item=\\"{goal}\\">(.*?)</a>', r"\1", text)
            if goal not in (pair.knowledge.leave.untranslated or ()):
                yield "link", pair, json.loads(plain), "no link"
        for picture in set(re.findall(r'"sha256": "([0-9a-f]{64})", "decorative"', text)):
            yield "picture", pair, json.loads(text.replace(picture, hashed("other"))), "another picture"
        if "image" in pair.target:
            yield "picture", pair, {key: part for key, part in pair.target.items() if key != "image"}, "no picture"
        for at, block in enumerate(pair.target["body"]):
            if block["type"] == "file":
                body = [*pair.target["body"]]
                yield "file", pair, {**pair.target, "body": [*body[:at], *body[at + 1 :]]}, "no file"
                second = {**block, "value": {**block["value"], "public_id": named("second")}}
                yield "file", pair, {**pair.target, "body": [*body[: at + 1], second, *body[at + 1 :]]}, "one more"


SOURCES: tuple[Callable[[], Iterator[tuple[str, TruePair, Json, str]]], ...] = (
    seeds_of_figures,
    seeds_of_made,
    seeds_of_agencies,
    seeds_of_terms,
    seeds_of_references,
)


@cache
def seeds() -> list[tuple[str, TruePair, Json, str]]:
    """Seeds of each kind, each source mixed, at most `EACH` of a kind and source."""
    chosen = []
    for source in SOURCES:
        every = list(source())
        chances().shuffle(every)
        taken = Counter[str]()
        for seed in every:
            taken[seed[0]] += 1
            if taken[seed[0]] <= EACH:
                chosen.append(seed)
    return chosen


def is_caught(kind: str, pair: TruePair, text: Json) -> bool:
    """Whether the comparison says something about that nature of fact that it did not say before."""
    before = {point.print for point in disagreements(pair)} if text is not pair.target else set()
    natures = FIGURES if Kind(kind) in FIGURES else {Kind(kind)}
    return any(point.kind in natures and point.print not in before for point in disagreements(pair, text))


def test_seeded_disagreements_of_every_kind_are_caught() -> None:
    missed, number, caught = [], Counter[str](), Counter[str]()
    for kind, pair, text, words in seeds():
        number[kind] += 1
        if is_caught(kind, pair, text):
            caught[kind] += 1
        else:
            missed.append((kind, pair.name, words))
    table = ", ".join(f"{kind} {caught[kind]}/{number[kind]}" for kind in sorted(number))
    print(f"\nseeded disagreements caught: {caught.total()}/{number.total()} ({table})")  # noqa: T201
    assert number.keys() == set(Kind.values)
    assert number.total() >= 200
    assert not missed


@pytest.mark.parametrize("kind", ["picture", "file"])
def test_another_order_is_a_disagreement(kind: str) -> None:
    rows = [
        {"type": "file", "id": "", "value": {"public_id": named(name), "sha256": hashed(name), "title": ""}}
        if kind == "file"
        else {
            "type": "image",
            "id": "",
            "value": {"sha256": hashed(name), "alt": "", "caption": "", "credit": "", "decorative": True},
        }
        for name in "ab"
    ]
    source, same, turned = ({"title": "", "summary": "", "body": body} for body in (rows, rows, rows[::-1]))
    assert not compare(source, same, language="en", knowledge=Knowledge())
    assert [one.how.value for one in compare(source, turned, language="en", knowledge=Knowledge())] == ["order"]
