"""To what a delegation can be narrowed: one step of a chain that asks for the office, or one kind of content."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.pages.registry import public_types
from sites.accounts.models import Post, Seat
from sites.memory import remembered
from workflows.boards.models import ChainStep
from workflows.boards.steps import Step, part_of, step_of
from workflows.boards.who import Selector
from workflows.delegation.models import Delegation


def parts_of(row: Delegation) -> Mapping[str, str]:
    """The parts of the office that a delegation hands over, with their names."""
    return dict(parts_to_choose([row.handed])) if row.handed else {}


def parts_to_choose(offices: Iterable[Post | Seat]) -> list[tuple[str, str]]:
    """Kinds of content, and the steps that ask for one of these offices, with their names."""
    held = list(offices)
    steps = [(part, name) for part, (step, name) in _steps().items() if any(_asks(step, office) for office in held)]
    return [*kinds(), *steps]


def part_named(part: str) -> str:
    """What a part is called."""
    found = {**dict(kinds()), **{key: name for key, (_step, name) in _steps().items()}}
    return found.get(part, part)


def kinds() -> list[tuple[str, str]]:
    """The kinds of content by the names of their public types."""
    words = _("only %(kind)s")
    return [(entry.name, words % {"kind": entry.model._meta.verbose_name}) for entry in public_types]


@remembered(by=get_language)
def _steps() -> Mapping[str, tuple[Step, str]]:
    english = (get_language() or "vi").startswith("en")
    found = {}
    for row in ChainStep.objects.select_related("chain").order_by("chain__code", "position"):
        step, chain = step_of(row), row.chain.name_en if english else row.chain.name_vi
        words = _("only step %(number)s, %(step)s (%(chain)s)")
        name = words % {"number": row.position, "step": step.label, "chain": chain}
        found[part_of(row.chain.code, row.position)] = (step, name)
    return found


def _asks(step: Step, office: Post | Seat) -> bool:
    """Whether a step asks for an office, as who decides or as who stands in."""
    return any(_means(selector, office) for selector in _selectors(step))


def _selectors(step: Step) -> Iterator[Selector]:
    yield from step.who
    yield from step.stand_ins
    for clause in (step.own_text, step.same_person):
        yield from clause.get("who", ())


def _means(selector: Selector, office: Post | Seat) -> bool:
    if isinstance(office, Post):
        return selector.get("post") == office.kind
    return selector.get("seat") == office.kind.code
