"""What has been asked already while one screen is drawn.

A screen asks the same things again and again: whose page is this, where does it stand, who decides. `remembered` lets
a selector answer the second time without the database, but only while a memory is open: around a request that changes
nothing (`middleware`), and in an action around what it asks after it holds its locks and before it writes a row. What
an action checks is asked afresh, once. In commands and jobs nothing is remembered beyond that.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from typing import Any

type Answers = dict[Hashable, Any]

_answers: ContextVar[Answers | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember until the end of the block, and forget."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def is_remembering() -> bool:
    """Whether a memory is open: whether it pays to ask for more at once than is needed now."""
    return _answers.get() is not None


class Remembered[**Asked, Answer]:
    """A selector that answers the same question once a memory. Whoever gets the answer must not change it."""

    def __init__(self, ask: Callable[Asked, Answer], by: Callable[Asked, Hashable]) -> None:
        self.ask, self.by = ask, by
        update_wrapper(self, ask)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """The answer, from memory where it is there."""
        answers = _answers.get()
        if answers is None:
            return self.ask(*args, **kwargs)
        question = self.ask, self.by(*args, **kwargs)
        if question not in answers:
            answers[question] = self.ask(*args, **kwargs)
        return answers[question]  # type: ignore[no-any-return]

    def tell(self, answer: Answer, *args: Asked.args, **kwargs: Asked.kwargs) -> None:
        """Put an answer that was found with others into the memory, if one is open."""
        answers = _answers.get()
        if answers is not None:
            answers[self.ask, self.by(*args, **kwargs)] = answer


def remembered[**Asked, Answer](
    by: Callable[Asked, Hashable],
) -> Callable[[Callable[Asked, Answer]], Remembered[Asked, Answer]]:
    """Make a selector remember; `by` says what makes two questions the same."""

    def decorate(ask: Callable[Asked, Answer]) -> Remembered[Asked, Answer]:
        return Remembered(ask, by)

    return decorate
