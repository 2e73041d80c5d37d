"""What has been asked while a screen is drawn is not asked again; elsewhere everything is asked afresh."""

from sites.memory import remembered, remembering

ASKED: list[str] = []


@remembered(by=lambda name: name.lower())
def answer(name: str) -> str:
    ASKED.append(name)
    return f"{name}!"


def test_a_question_is_asked_once_while_a_memory_is_open_and_forgotten_after_it() -> None:
    ASKED.clear()
    for _ in range(2):
        with remembering():
            assert [answer("An"), answer("an"), answer("Bình")] == ["An!", "An!", "Bình!"]
    assert ASKED == ["An", "Bình"] * 2


def test_without_a_memory_every_question_is_asked() -> None:
    ASKED.clear()
    assert [answer("An"), answer("An")] == ["An!", "An!"]
    answer.tell("no", "An")
    assert answer("An") == "An!"
    assert ASKED == ["An"] * 3


def test_what_was_found_with_others_is_not_asked_at_all() -> None:
    ASKED.clear()
    with remembering():
        answer.tell("told", "An")
        assert answer("An") == "told"
    assert ASKED == []
