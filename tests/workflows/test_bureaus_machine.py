"""Files go out, tools edit them at random, and they come back: those edits arrive, and nothing else."""

import random
from typing import Any

import pytest

from cms.blocks.marking import marks_in
from tests.factories.bureaus import TOOLS, findings, take_files, taken_out, written
from tests.factories.cms import fresh
from tests.factories.workflows import make_desk, published
from tests.thorough import tries
from tests.workflows.test_translation import begun, put, translator
from tests.workflows.test_translation_machine import anew, edited, heading, paragraph, sentence
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db

ROUNDS = tries(9, 90)
WORDS = [
    "river",
    "market",
    "bridge",
    "school",
    "forest",
    "“quoted”",
    "a & b",
    "<tag>",
    "{x}",
    "50%",
    "naïve",
    "tab\there",
]


def english(dice: random.Random, marks: list[str]) -> str:
    """Some words that no other wording has, with these marks in their order."""
    words = [*dice.choices(WORDS, k=dice.randint(1, 6)), str(dice.randrange(10**9))]
    return f"{' '.join(words)} {''.join(marks)}".strip()


def said(translation: Translation) -> dict[str, str]:
    """What the draft says, by segment."""
    return {line.key: line.target for line in opened(translation).lines}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_edits_of_a_tool_arrive_and_nothing_else(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test that can be run again
    form, tool = TOOLS[seed % len(TOOLS)]
    take_files()
    desk = make_desk()
    page = published(desk, title=sentence(dice), body=[dice.choice((paragraph, heading))(dice) for _ in range(6)])
    person, translation = translator(desk), begun(desk, page)
    lines = opened(translation).lines
    for line in dice.sample(list(lines), k=len(lines) // 2):
        put(person, translation, line.key, english(dice, line.marks))
    before, public = said(translation), fresh(translation.page).title
    _handout, data = taken_out(person, page, form=form)
    edits = {
        line.key: english(dice, marks_in(line.segment.text) if line.segment.tags else [])
        for line in dice.sample(list(lines), k=dice.randint(1, len(lines)))
    }
    clean = {key: " ".join(text.split()) for key, text in edits.items()}
    delivery = written(person, tool(data, edits))
    after = {key: " ".join(text.split()) for key, text in said(translation).items()}
    assert after == {**{key: " ".join(text.split()) for key, text in before.items()}, **clean}
    assert {key for key, finding in findings(delivery).items() if finding == "taken"} == set(edits)
    assert fresh(translation.page).title == public
    assert not fresh(translation.page).live


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_file_for_an_older_source_loses_nothing_and_writes_over_nothing(seed: int) -> None:
    dice = random.Random(1000 + seed)  # noqa: S311 - a test that can be run again
    form, tool = TOOLS[seed % len(TOOLS)]
    take_files()
    desk = make_desk()
    body = [dice.choice((paragraph, heading))(dice) for _ in range(6)]
    page = published(desk, title=sentence(dice), body=body)
    person, translation = translator(desk), begun(desk, page)
    _handout, data = taken_out(person, page, form=form)
    edits = {line.key: english(dice, line.marks) for line in opened(translation).lines}
    sources = {line.key: line.segment for line in opened(translation).lines}
    by_hand: dict[str, Any] = {}
    for line in dice.sample(list(opened(translation).lines), k=2):
        put(person, translation, line.key, english(dice, line.marks))
        by_hand[line.segment.sha256] = said(translation)[line.key]
    for _ in range(dice.randint(1, 4)):
        body = edited(body, dice)
        anew(desk, page, body=body)
    written(person, tool(data, edits))
    found = opened(translation)
    for line in found.lines:
        if line.target and line.state == "current":
            same = {" ".join(edits[key].split()) for key, one in sources.items() if one.sha256 == line.segment.sha256}
            assert " ".join(line.target.split()) in same | {by_hand.get(line.segment.sha256)}
        if line.segment.sha256 in by_hand:
            assert line.target == by_hand[line.segment.sha256]
    kept = {" ".join(text.split()) for text in Wording.objects.values_list("target", flat=True)}
    assert {" ".join(text.split()) for text in edits.values()} <= kept
    assert set(by_hand.values()) <= set(Wording.objects.values_list("target", flat=True))
