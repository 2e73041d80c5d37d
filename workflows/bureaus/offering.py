"""What of this room stands on the translator's desk: the ways out and in, and what lies beside a text."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sites import clock
from workflows.translation.enums import How
from workflows.translation.models import Wording
from workflows.translation.registry import Offer
from workflows.translation.texts import Opened


def of_desk(_request: HttpRequest, locale: str) -> SafeString:
    """The way to files, for the language that is shown."""
    if not locale:
        return mark_safe("")
    return render_to_string("workflows_bureaus/way.html", {"address": reverse("bureaus:index", args=(locale,))})


def of_text(_request: HttpRequest, found: Opened) -> SafeString:
    """The same, for one text."""
    address = reverse("bureaus:index", args=(found.translation.locale,))
    query = f"?page={found.translation.public_id}"
    return render_to_string("workflows_bureaus/way.html", {"address": address + query, "is_text": True})


def beside(found: Opened) -> Mapping[str, Sequence[Offer]]:
    """What bureaus brought for an older source of a segment, or while somebody wrote it, until it is written anew."""
    newest = _newest_written(found)
    offers: dict[str, list[Offer]] = {}
    rows = Wording.objects.filter(translation=found.translation, how=How.BESIDE).select_related("by").order_by("-id")
    targets = {line.key: line.target for line in found.lines}
    for row in rows:
        if row.pk > newest.get(row.key, 0) and targets.get(row.key, row.target) != row.target:
            day = date_format(row.at.astimezone(clock.VIETNAM), "d/m/Y")
            said = _("brought in by %(person)s on %(day)s") % {"person": row.by, "day": day}
            offers.setdefault(row.key, []).append(Offer(row.target, _("from a bureau, not taken"), said))
    return offers


def _newest_written(found: Opened) -> dict[str, int]:
    """The newest wording that a person gave each segment."""
    rows = Wording.objects.filter(translation=found.translation, how__in=(How.WRITTEN, How.KEPT))
    return dict(rows.order_by("id").values_list("key", "id"))
