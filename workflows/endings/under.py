"""What lies below a page: how much of what type is public, scheduled, under way or a draft."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from workflows.passage.enums import PassageState
from workflows.passage.models import Passage

MOST = 50


@dataclass(frozen=True, slots=True)
class Under:
    """What lies below: counts by state and by type of what is public, and the first titles."""

    live: int
    scheduled: int
    under_way: int
    drafts: int
    types: Sequence[tuple[str, int]]
    titles: Sequence[Page]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is public or on its way there."""
        return not (self.live or self.scheduled or self.under_way)

    @property
    def is_bare(self) -> bool:
        """Whether nothing lies below at all."""
        return self.is_empty and not self.drafts


def lying_under(page: Page) -> Under:
    """What lies below a page, in a handful of queries however much it is."""
    below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    states = Counter(
        Passage.objects.filter(
            page__in=below.values("pk"), state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)
        )
        .order_by()
        .values_list("state", flat=True)
    )
    live = below.filter(live=True)
    kinds = Counter(live.values_list("content_type", flat=True))
    names = ContentType.objects.in_bulk(list(kinds))
    types = sorted((_name(names[key]), number) for key, number in kinds.items())
    number = sum(kinds.values())
    waiting = Passage.objects.filter(state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)).values("page")
    drafts = below.filter(live=False).exclude(pk__in=waiting).count()
    titles = list(live.order_by("path")[:MOST])
    return Under(number, states[PassageState.SCHEDULED], states[PassageState.IN_PROGRESS], drafts, types, titles)


def _name(kind: ContentType) -> str:
    model = kind.model_class()
    return str(model._meta.verbose_name) if model else kind.name
