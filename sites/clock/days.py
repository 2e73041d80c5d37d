"""Spans of days, as rows keep them: from the first day on, until (and without) the last; an empty end is open."""

from calendar import monthrange
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


class Days(Func):
    """The half-open range of days [from, to) in SQL; an open end is infinite."""

    function = "DATERANGE"
    output_field = DateRangeField()


def holding_on(day: date, span: str = "held") -> Q:
    """The condition that a row with the fields `<span>_from` and `<span>_to` holds on a day."""
    begun = Q(**{f"{span}_from__isnull": True}) | Q(**{f"{span}_from__lte": day})
    running = Q(**{f"{span}_to__isnull": True}) | Q(**{f"{span}_to__gt": day})
    return begun & running


def lies_within(day: date, begins: date | None, ends: date | None) -> bool:
    """Whether a day is one of [begins, ends): what `holding_on` asks, of a row that was read already."""
    return (begins is None or begins <= day) and (ends is None or day < ends)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def never_backward(name: str, span: str = "held") -> models.CheckConstraint:
    """The constraint that a span ends after it begins (PostgreSQL makes no range of one that does not)."""
    is_open = Q(**{f"{span}_from__isnull": True}) | Q(**{f"{span}_to__isnull": True})
    return models.CheckConstraint(condition=is_open | Q(**{f"{span}_to__gt": F(f"{span}_from")}), name=name)


def one_a_day(
    name: str, *same: str | Combinable, span: str = "held", condition: Q | None = None
) -> ExclusionConstraint:
    """The constraint that of the rows which are the same in these columns, one holds on a day."""
    columns = ((column, RangeOperators.EQUAL) for column in same)
    days = (Days(f"{span}_from", f"{span}_to"), RangeOperators.OVERLAPS)
    return ExclusionConstraint(name=name, expressions=(*columns, days), condition=condition)


def refuse_backward(begins: date | None, ends: date | None, *, field: str) -> None:
    """Raise ValidationError on `field` for days that end before they begin (PostgreSQL refuses such a range loudly)."""
    if begins is not None and ends is not None and ends <= begins:
        raise ValidationError({field: _("The end has to come after the beginning.")})


class HeldModel(models.Model):
    """A row that holds on the days [held_from, held_to)."""

    held_from = models.DateField(_("from"), null=True, blank=True)
    held_to = models.DateField(_("until (not included)"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on a day."""
        return lies_within(day, self.held_from, self.held_to)

    def clean(self) -> None:
        """It ends after it begins."""
        refuse_backward(self.held_from, self.held_to, field="held_to")
