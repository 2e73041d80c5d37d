"""What has been asked already while one screen is drawn.

A screen asks the same things again and again: whose page is this, where does it stand, who decides. `remembered` lets
a selector answer the second time without the database, but only while a memory is open: around a request that changes
nothing (`middleware`), and in an action around what it asks after it holds its locks and before it writes a row. What
an action checks is asked afresh, once. In commands and jobs nothing is remembered beyond that.

Some answers are `firm`: no action changes them while it holds its locks (the text of a revision, the site around a
page, its language). An action may keep those until its end, also while it writes: `holding`.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from typing import Any

type Answers = dict[Hashable, Any]

_answers: ContextVar[Answers | None] = ContextVar("memory", default=None)
_firm: ContextVar[Answers | None] = ContextVar("firm", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember until the end of the outermost block, and forget."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@contextmanager
def holding() -> Iterator[None]:
    """Remember what is firm until the end of the outermost block, whatever is written meanwhile."""
    if _firm.get() is not None:
        yield
        return
    token = _firm.set({})
    try:
        yield
    finally:
        _firm.reset(token)


def is_remembering(*, firm: bool = False) -> bool:
    """Whether a memory is open, or one for what is firm: whether it pays to ask for more at once than is needed now."""
    return _answers.get() is not None or (firm and _firm.get() is not None)


class Remembered[**Asked, Answer]:
    """A selector that answers the same question once a memory. Whoever gets the answer must not change it."""

    def __init__(self, ask: Callable[Asked, Answer], by: Callable[Asked, Hashable], *, firm: bool) -> None:
        self.ask, self.by, self.firm = ask, by, firm
        update_wrapper(self, ask)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """The answer, from memory where it is there."""
        answers = self._memory()
        if answers is None:
            return self.ask(*args, **kwargs)
        question = self.ask, self.by(*args, **kwargs)
        if question not in answers:
            answers[question] = self.ask(*args, **kwargs)
        return answers[question]  # type: ignore[no-any-return]

    def tell(self, answer: Answer, *args: Asked.args, **kwargs: Asked.kwargs) -> None:
        """Put an answer that was found with others into the memory, if one is open."""
        answers = self._memory()
        if answers is not None:
            answers[self.ask, self.by(*args, **kwargs)] = answer

    def _memory(self) -> Answers | None:
        held = _firm.get() if self.firm else None
        return _answers.get() if held is None else held


def remembered[**Asked, Answer](
    by: Callable[Asked, Hashable], *, firm: bool = False
) -> Callable[[Callable[Asked, Answer]], Remembered[Asked, Answer]]:
    """Make a selector remember; `by` says what makes two questions the same, `firm` that no action that holds its
    locks changes the answer.
    """

    def decorate(ask: Callable[Asked, Answer]) -> Remembered[Asked, Answer]:
        return Remembered(ask, by, firm=firm)

    return decorate
