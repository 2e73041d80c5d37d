"""What has been asked while a screen is drawn is not asked again; elsewhere everything is asked afresh."""

from sites.memory import holding, is_remembering, remembered, remembering

ASKED: list[str] = []


@remembered(by=lambda name: name.lower())
def answer(name: str) -> str:
    ASKED.append(name)
    return f"{name}!"


@remembered(by=lambda name: name, firm=True)
def firm_answer(name: str) -> str:
    ASKED.append(name)
    return f"{name}."


def test_a_question_is_asked_once_while_a_memory_is_open_and_forgotten_after_it() -> None:
    ASKED.clear()
    for _ in range(2):
        with remembering():
            assert [answer("An"), answer("an"), answer("Bình")] == ["An!", "An!", "Bình!"]
    assert ASKED == ["An", "Bình"] * 2


def test_a_memory_within_another_goes_on_with_it_and_ends_with_it() -> None:
    ASKED.clear()
    with remembering():
        assert answer("An") == "An!"
        with remembering():
            assert answer("An") == "An!"
        assert is_remembering()
        assert answer("An") == "An!"
    assert ASKED == ["An"]
    assert not is_remembering()


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


def test_what_is_firm_is_held_while_an_action_writes_and_nothing_else_is() -> None:
    ASKED.clear()
    with holding():
        with remembering():
            assert (answer("An"), firm_answer("An")) == ("An!", "An.")
        with holding():
            assert (answer("An"), firm_answer("An")) == ("An!", "An.")
        assert (is_remembering(), is_remembering(firm=True)) == (False, True)
    assert ASKED == ["An", "An", "An"]
    assert firm_answer("An") == "An."
    assert ASKED == ["An"] * 4


def test_without_an_action_what_is_firm_is_remembered_like_everything() -> None:
    ASKED.clear()
    with remembering():
        assert [firm_answer("An"), firm_answer("An")] == ["An."] * 2
    assert ASKED == ["An"]
