"""Sources are edited at random after people translated them: no wording is lost, each changed source is reported."""

import random
from typing import Any

import pytest

from cms.pages.segments import is_a_place
from sites import clock
from tests.factories.cms import fresh
from tests.factories.workflows import Desk, make_desk, published
from tests.thorough import tries
from tests.workflows.test_translation import english_of, put, standing, translator
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.models import Release
from workflows.passage.texts import hash_of_revision
from workflows.translation.enums import State
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import Opened, opened

pytestmark = pytest.mark.django_db

EDITS = tries(60, 1000)
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


def anew(desk: Desk, page: Any, **fields: Any) -> None:
    """The source says something else from now on: a revision, and the release that makes it the text in force."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision(user=desk.writer)
    Release.objects.create(
        public_id=page.translation_key,
        locale="vi",
        kind=ReleaseKind.IMPORT,
        cause=Cause.CORRECTION,
        text_sha256=hash_of_revision(revision),
        revision=revision,
        released_at=clock.now(),
    )


def check(found: Opened, translation: Translation, sources: dict[str, str]) -> None:
    """Every wording that a person wrote is on the record, and the newest of each segment is on the page or beside it; a
    target stands as current only beside the very source that it was written for. `sources`: that of each wording.
    """
    record = Wording.objects.filter(translation=translation)
    assert set(sources) <= set(record.values_list("target", flat=True)), "a wording has left the record"
    here = {line.target for line in found.lines} | {wording.target for wording in found.dropped}
    superseded = {line.key for line in found.lines if not is_a_place(line.key)}
    for row in record.order_by("source_sha256", "-id").distinct("source_sha256"):
        assert row.target in here or row.key in superseded or row.source_sha256 == "", f"lost: {row.target}"
    for line in found.lines:
        if line.state == "current":
            assert sources[line.target] == line.segment.text, f"{line.target} stands beside {line.segment.text}"


def written(found: Opened) -> dict[str, str]:
    """Each target with the source beside which it stands."""
    return {line.target: line.segment.text for line in found.lines if line.state == "current"}


@pytest.mark.parametrize("seed", range(max(1, EDITS // A_ROUND)))
def test_no_wording_is_lost_and_every_changed_source_is_reported(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test that can be run again
    desk: Desk = make_desk()
    body = [dice.choice((paragraph, heading))(dice) for _ in range(8)]
    page = published(desk, title=sentence(dice), summary=sentence(dice), body=body)
    releases = Release.objects.filter(public_id=page.translation_key, locale="vi").order_by("pk")
    translated = releases.get().text_sha256
    english_of(desk, page)
    translation = Translation.objects.get()
    sources = written(opened(translation))
    title = page.title
    for _ in range(A_ROUND):
        body = edited(body, dice)
        title, changed = (sentence(dice), True) if dice.random() < 0.2 else (title, False)
        anew(desk, page, body=body, title=title)
        found = opened(translation)
        check(found, translation, sources)
        is_back = releases.latest("pk").text_sha256 == translated  # a block was moved to where it stood
        assert standing(page).state == (State.CURRENT if is_back else State.OUTDATED)
        assert not changed or found.line("title").state == "outdated"
        for line in dice.sample(list(found.lines), k=min(2, len(found.lines))):
            if line.state != "current":
                marks = "".join(line.marks)
                after = put(translator(desk), translation, line.key, f"By hand {dice.randrange(10**9)} {marks}")
                sources[after.line(line.key).target] = line.segment.text
                check(after, translation, sources)
