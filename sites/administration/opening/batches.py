"""Opening many sites: the list, what was found about each line, and how far the worker is."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy

from sites.administration.opening.forms import ListForm
from sites.administration.opening.views import ForOpeners
from sites.provisioning.batches import order_openings, try_again
from sites.provisioning.lists import COLUMNS, Listing, read_list
from sites.provisioning.models import LineState, OpeningBatch

LATEST = 10


class OpenManyView(ForOpeners):
    """A list of sites: pasted, previewed line by line, ordered."""

    page_title = gettext_lazy("Open many sites")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form, and the latest batches."""
        return self._form(ListForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preview of a list, or the order to open what is good in it."""
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid() or "change" in request.POST:
            return self._form(form)
        source = form.cleaned_data["source"]
        listing = read_list(source)
        if "confirm" in request.POST and listing.good:
            batch = order_openings(self.actor, source=source, planned=listing.good)
            return redirect("opening:batch", batch.pk)
        return self._preview(source, listing)

    def _form(self, form: ListForm) -> HttpResponse:
        batches = _counted().order_by("-pk")[:LATEST]
        return self.show("many_form", form=form, batches=batches, columns=COLUMNS)

    def _preview(self, source: str, listing: Listing) -> HttpResponse:
        bad = len(listing.entries) - len(listing.good)
        return self.show("many_preview", source=source, listing=listing, good=len(listing.good), bad=bad)


class BatchView(ForOpeners):
    """How far a batch is, and what became of each line."""

    template_name = "sites_administration/opening/batch.html"
    page_title = gettext_lazy("Open many sites")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With every line."""
        batch = get_object_or_404(_counted(), pk=self.kwargs["pk"])
        return super().get_context_data(batch=batch, progress=progress_of(batch), lines=batch.lines.all(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have what failed opened again."""
        batch = get_object_or_404(OpeningBatch, pk=self.kwargs["pk"])
        try_again(self.actor, batch=batch)
        return redirect("opening:batch", batch.pk)


class ProgressView(ForOpeners):
    """The same as JSON, for the progress bar: all counts, and the lines that are done since the number asked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What has been done so far."""
        batch = get_object_or_404(_counted(), pk=self.kwargs["pk"])
        done = batch.lines.exclude(state=LineState.WAITING)
        lines = [
            {
                "position": line.position,
                "state": line.state,
                "label": str(LineState(line.state).label),
                "message": line.message,
                "seconds": line.seconds,
            }
            for line in done
        ]
        return JsonResponse({**progress_of(batch), "lines": lines})


def progress_of(batch: Any) -> dict[str, int]:
    """Counts of a batch, and how much of it is done in percent."""
    done = batch.opened + batch.failed
    percent = round(100 * done / batch.total) if batch.total else 100
    counts = {"total": batch.total, "opened": batch.opened, "failed": batch.failed}
    return {**counts, "waiting": batch.total - done, "percent": percent}


def _counted() -> Any:
    """Batches with the number of their lines in each state."""
    return OpeningBatch.objects.select_related("by").annotate(
        total=Count("lines"),
        opened=Count("lines", filter=Q(lines__state=LineState.OPENED)),
        failed=Count("lines", filter=Q(lines__state=LineState.FAILED)),
    )
