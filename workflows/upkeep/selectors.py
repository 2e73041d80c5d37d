"""Reading which texts are still to be looked at because of a term, and what of translations waits for a person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from sites import clock
from sites.accounts.models import User
from sites.languages.codes import SOURCE
from sites.languages.models import LabelWording
from workflows.endings.selectors import sites_of
from workflows.passage.models import Release
from workflows.translation.more import counts_of
from workflows.translation.selectors import Counts, languages_answered_for
from workflows.upkeep.models import Mark, Round
from workflows.upkeep.questions import Question, questions_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of translations waits for a person: counts by language, texts with old terms, questions."""

    counts: list[Counts]
    marks: int
    questions: list[Question]

    def __bool__(self) -> bool:
        return bool(self.counts or self.marks or self.questions)


def waiting_for(person: User) -> Waiting:
    """For the first screen."""
    answers = languages_answered_for(person)
    texts = open_marks(person).filter(locale__in=answers).order_by().values("public_id", "locale")
    marks = texts.distinct().count() if answers else 0
    return Waiting(counts_of(person), marks, questions_for(person))


def open_marks(person: User) -> QuerySet[Mark]:
    """The marks on a person's sites whose words are public as they were found and that nobody has looked at."""
    in_force = Release.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=clock.now()),
        public_id=OuterRef("public_id"),
        locale=OuterRef("locale"),
        revoked_at__isnull=True,
    )
    newest = Subquery(in_force.order_by("-id").values("text_sha256")[:1])
    of_pages = Q(page__live=True, now=F("text_sha256"))
    newer = LabelWording.objects.filter(
        Q(locale=OuterRef("locale")) | Q(locale=SOURCE), thing=OuterRef("thing"), pk__gt=OuterRef("newest")
    )
    of_names = Q(page=None) & ~Exists(newer)
    marks = Mark.objects.annotate(now=newest).filter(of_pages | of_names, look__isnull=True)
    return marks.filter(site__in=[site.pk for site in sites_of(person)])


def rounds_of(person: User) -> QuerySet[Round]:
    """The rounds that concern a person's sites, the newest first."""
    sites = [site.pk for site in sites_of(person)]
    rows = Round.objects.filter(Q(site__isnull=True) | Q(site__in=sites)) if sites else Round.objects.none()
    return rows.select_related("site", "by").prefetch_related("terms").order_by("-pk")


def open_by_round(person: User, rounds: Any) -> dict[int, int]:
    """How many texts of the person's sites are still to be looked at, by round."""
    rows = open_marks(person).filter(round__in=rounds).order_by().values_list("round").annotate(Count("pk"))
    return dict(rows)
