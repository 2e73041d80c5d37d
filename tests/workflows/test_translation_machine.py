"""Sources are edited at random after people translated them: no wording is lost, each changed source is reported."""

import os
import random
from typing import Any

import pytest

from cms.pages.segments import segments_of
from tests.factories.cms import fresh
from tests.factories.workflows import Desk, make_desk
from tests.workflows.test_translation import begun, change, english_of, published, put, translator
from workflows.passage.enums import Cause
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import Opened, opened

pytestmark = pytest.mark.django_db

EDITS = int(os.environ.get("TRANSLATION_EDITS", "60"))  # 1,000 on request
A_ROUND = 20
WORDS = [
    "sân",
    "chợ",
    "bến",
    "cầu",
    "đường",
    "trường",
    "trạm",
    "làng",
    "suối",
    "rừng",
    "đồi",
    "vườn",
    "xưởng",
    "kho",
    "bãi",
    "phố",
]


def sentence(dice: random.Random) -> str:
    """Some words that no other sentence has."""
    return f"{' '.join(dice.choices(WORDS, k=dice.randint(3, 9)))} {dice.randrange(10**9)}."


def paragraph(dice: random.Random) -> dict[str, Any]:
    """A block of one to three paragraphs, some with an editor's keys, some with bold words."""
    parts = []
    for _ in range(dice.randint(1, 3)):
        key = f' data-block-key="{dice.randrange(16**5):05x}"' if dice.random() < 0.5 else ""
        words = sentence(dice)
        parts.append(f"<p{key}>{words if dice.random() < 0.7 else f'<b>{words}</b>'}</p>")
    return {"type": "paragraph", "value": "".join(parts), "id": f"{dice.randrange(16**12):012x}"}


def heading(dice: random.Random) -> dict[str, Any]:
    """A heading."""
    return {"type": "heading", "value": {"level": "2", "text": sentence(dice)}, "id": f"{dice.randrange(16**12):012x}"}


def edited(body: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """One edit: a block goes, comes, moves, or is written anew; a paragraph is put between others or taken out."""
    body = [dict(block) for block in body]
    at = dice.randrange(len(body))
    match dice.choice(("remove", "add", "move", "rewrite", "insert", "cut")):
        case "remove" if len(body) > 3:
            del body[at]
        case "move":
            body.insert(dice.randrange(len(body)), body.pop(at))
        case "rewrite":
            body[at]["value"] = (
                {"level": "2", "text": sentence(dice)} if body[at]["type"] == "heading" else paragraph(dice)["value"]
            )
        case "insert" if body[at]["type"] == "paragraph":
            body[at]["value"] = f"<p>{sentence(dice)}</p>" + body[at]["value"]
        case "cut" if body[at]["type"] == "paragraph" and body[at]["value"].count("<p") > 1:
            body[at]["value"] = body[at]["value"][body[at]["value"].index("</p>") + 4 :]
        case _:
            body.insert(at, dice.choice((paragraph, heading))(dice))
    return body


def check(found: Opened, translation: Translation, sources: dict[str, str]) -> None:
    """Every wording that a person wrote is on the page or kept beside it; a target stands as current only beside the
    very source that it was written for. `sources` are the words of the source by wording.
    """
    here = {line.target for line in found.lines} | {wording.target for wording in found.dropped}
    superseded = {wording.target for wording in Wording.objects.filter(translation=translation)}
    assert set(sources) <= superseded, "a wording has left the record"
    newest = {sources[target] for target in here if target in sources}
    for target, source in sources.items():
        assert target in here or source in newest or target not in _newest(translation), f"lost: {target}"
    for line in found.lines:
        if line.state == "current":
            assert sources[line.target] == line.segment.text, f"{line.target} stands beside {line.segment.text}"


def _newest(translation: Translation) -> set[str]:
    rows = Wording.objects.filter(translation=translation).order_by("key", "-id").distinct("key")
    return {row.target for row in rows}


def written(found: Opened) -> dict[str, str]:
    """Each target with the source beside which it stands."""
    return {line.target: line.segment.text for line in found.lines if line.state == "current"}


@pytest.mark.parametrize("seed", range(max(1, EDITS // A_ROUND)))
def test_no_wording_is_lost_and_every_changed_source_is_reported(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test that can be run again
    desk: Desk = make_desk()
    body = [dice.choice((paragraph, heading))(dice) for _ in range(8)]
    page = published(desk, title=sentence(dice), summary=sentence(dice), body=body)
    english_of(desk, page)
    translation = Translation.objects.get()
    sources = written(opened(translation))
    for _ in range(A_ROUND):
        body = edited(body, dice)
        title = sentence(dice) if dice.random() < 0.2 else fresh(page).title
        change(desk, page, Cause.CORRECTION, body=body, title=title)
        found = opened(Translation.objects.get())
        check(found, translation, sources)
        for line in dice.sample(list(found.lines), k=min(2, len(found.lines))):
            if line.state != "current":
                marks = "".join(line.marks)
                after = put(translator(desk), translation, line.key, f"By hand {dice.randrange(10**9)} {marks}")
                sources[after.line(line.key).target] = line.segment.text
                check(opened(Translation.objects.get()), translation, sources)
    assert len(segments_of(page)) > 1
    assert begun(desk, fresh(page)).pk == translation.pk
