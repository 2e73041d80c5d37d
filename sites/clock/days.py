"""Spans of days, as rows keep them: from the first day on, until (and without) the last; an empty end is open."""

from datetime import date

from django.db.models import Q


def holding_on(day: date, span: str = "held") -> Q:
    """The condition that a row with the fields `<span>_from` and `<span>_to` holds on a day."""
    begun = Q(**{f"{span}_from__isnull": True}) | Q(**{f"{span}_from__lte": day})
    running = Q(**{f"{span}_to__isnull": True}) | Q(**{f"{span}_to__gt": day})
    return begun & running
