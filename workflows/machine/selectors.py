"""Reading: what is left of a budget, what was sent, what is suggested."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet, Sum

from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from workflows.machine.models import Sending, Suggestion
from workflows.machine.rules import help_of
from workflows.translation.enums import How, SegmentState
from workflows.translation.models import Translation, Wording
from workflows.translation.selectors import languages_of, places_of
from workflows.translation.texts import Line, Opened

BY_A_PERSON = (How.WRITTEN, How.KEPT, How.BROUGHT)


class Translated(Protocol):
    """What has segments that a machine may be asked for: a text, a row. Its translation is there once it was begun."""

    @property
    def translation(self) -> Translation | None:
        """Under which suggestions are kept."""

    @property
    def lines(self) -> Sequence[Line]:
        """Source and target, segment by segment."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a site may send this month, and has sent."""

    site: PublicSite
    characters: int
    used: int

    @property
    def left(self) -> int:
        """What may still be sent."""
        return max(0, self.characters - self.used)


def sites_of(person: User) -> list[PublicSite]:
    """The sites on which a person translates."""
    return list(
        PublicSite.objects.filter(pk__in={site for site, _locale in places_of(person, *languages_of(person))}).order_by(
            "code"
        )
    )


def budgets_of(sites: Iterable[PublicSite]) -> list[Budget]:
    """The budgets of those sites for which a rule switched it on; two queries."""
    allowed = [(site, rule) for site in sites if (rule := help_of(site)) is not None]
    rows = Sending.objects.filter(site__in=[site.pk for site, _rule in allowed], at__gte=month_began())
    used = dict(rows.order_by().values("site").annotate(sent=Sum("characters")).values_list("site", "sent"))
    return [Budget(site, rule.characters, used.get(site.pk, 0)) for site, rule in allowed]


def budget_of(site: PublicSite) -> Budget:
    """The budget of one site for which a rule switched it on."""
    return budgets_of([site])[0]


def month_began() -> datetime:
    """Since when this month's characters count, in Viet Nam."""
    today = clock.now().astimezone(clock.VIETNAM)
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def sendings_of(person: User) -> QuerySet[Sending]:
    """What was sent on a person's sites, the newest first, with what became of it."""
    rows = Sending.objects.filter(site__in=[site.pk for site in sites_of(person)])
    return rows.select_related("by", "site", "answer", "translation__page")


def open_suggestions(found: Translated) -> dict[str, Suggestion]:
    """What a machine suggests for segments that nobody has translated yet, by segment; the newest for each."""
    if found.translation is None:
        return {}
    rows = Suggestion.objects.filter(translation=found.translation).select_related("sending").exclude(target="")
    newest: dict[tuple[str, str], Suggestion] = {}
    for row in rows.order_by("-id"):
        newest.setdefault((row.key, row.source_sha256), row)
    lines = ((line, newest.get((line.key, line.segment.sha256))) for line in found.lines)
    return {line.key: row for line, row in lines if row is not None and line.state != SegmentState.CURRENT}


def not_confirmed(found: Opened) -> list[Line]:
    """The segments that a machine made and no person has confirmed: suggested and not written, or with the machine's
    words in the draft that nobody wrote or kept on the desk.
    """
    rows = Suggestion.objects.filter(translation=found.translation).exclude(target="")
    made = {(name, target) for *names, target in rows.values_list("key", "source_sha256", "target") for name in names}
    if not made:
        return []
    confirmed = Wording.objects.filter(translation=found.translation, how__in=BY_A_PERSON)
    by_persons = set(confirmed.filter(target__in={target for _name, target in made}).values_list("target", flat=True))
    suggested = open_suggestions(found)
    return [line for line in found.lines if _is_open(line, suggested) or _is_copied(line, made, by_persons)]


def _is_open(line: Line, suggested: Container[str]) -> bool:
    return line.state == SegmentState.NONE and line.key in suggested


def _is_copied(line: Line, made: Container[tuple[str, str]], by_persons: Container[str]) -> bool:
    """Whether the draft has the machine's words, by way of the editor."""
    names = (line.key, line.segment.sha256)
    return any((name, line.target) in made for name in names) and line.target not in by_persons
