"""The table of rights, as a picture too; as a file; and recording that it was looked through."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from sites import clock
from sites.accounts.selectors import alarms_to_look_at
from sites.accounts.views.screens import Entered, Screen
from sites.reviews.actions import record_review
from sites.reviews.exports import as_csv, as_xlsx
from sites.reviews.forms import QuestionForm, ReviewForm
from sites.reviews.models import Review
from sites.reviews.picture import picture_of
from sites.reviews.selectors import Question, keys_of, lines_of

A_PAGE = 50
LAST = 5
KINDS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


class Rights(Entered, WagtailAdminTemplateMixin, TemplateView):
    """Who may do what, where, since when, by whose decision."""

    template_name = "sites_reviews/rights.html"
    page_title: Any = gettext_lazy("Review of rights")
    header_icon = "key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of lines."""
        form = QuestionForm(self.request.GET or None, reach=self.reach)
        asked = form.question() if form.is_bound else Question()
        page = Paginator(keys_of(self.reach, asked), A_PAGE).get_page(self.request.GET.get("p"))
        lines = lines_of(page.object_list)
        words = self.request.GET.copy()
        words.pop("p", None)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "page": page,
            "lines": lines,
            "picture": picture_of(lines) if "picture" in self.request.GET else None,
            "words": words.urlencode(),
            "reviews": self._reviews(),
            "alarms": alarms_to_look_at()[:LAST] if self.reach.everything else (),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_header_buttons(self) -> list[Any]:
        """Recording."""
        self.header_buttons = [HeaderButton(_("Record a review"), url=reverse("reviews:record"), icon_name="tick")]
        return super().get_header_buttons()

    def _reviews(self) -> Any:
        reviews = Review.objects.select_related("site", "by")
        return (reviews if self.reach.everything else reviews.filter(site__in=list(self.reach.kinds)))[:LAST]


class Export(Entered, View):
    """The same table, whole."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """As the filters say."""
        make, content_type = KINDS[kind]
        asked = QuestionForm(request.GET, reach=self.reach).question()
        name = f"ra-soat-quyen-{clock.today():%Y-%m-%d}.{kind}"
        body = make(keys_of(self.reach, asked))
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(body, content_type=content_type, headers=headers)


class Record(Screen):
    """That the rights were looked through."""

    form_class = ReviewForm
    page_title: Any = gettext_lazy("Record a review")
    submit_label = gettext_lazy("Record it")
    header_icon = "tick"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of which sites."""
        return {**super().get_form_kwargs(), "reach": self.reach}

    def act(self, form: Any) -> str:
        """Record."""
        review = record_review(self.actor, site=form.cleaned_data["site"], note=form.cleaned_data["note"])
        return _("The review is recorded: %(number)s rights were looked at.") % {"number": review.lines}

    def get_success_url(self) -> str:
        """Back to the table."""
        return reverse("reviews:rights")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the table, this screen."""
        items: list[Any] = [*self.breadcrumbs_items, {"url": reverse("reviews:rights"), "label": _("Review of rights")}]
        return [*items, {"url": "", "label": self.get_page_title()}]
