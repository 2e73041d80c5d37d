"""One screen for a page: closed or open, and the other way round with a reason."""

from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.domains.selectors import home_of
from sites.refusals import Refusal
from workflows.passage.policies import reasons_of_entitlement
from workflows.privacy.changes import CLOSING, OPENING
from workflows.privacy.policies import is_closed

LONGEST = 1000


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


def privacy(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show how it is, and change it."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if page.is_root() or home_of(page) is None or reasons_of_entitlement(person, page):
        raise PermissionDenied
    form, closed = ReasonForm(request.POST or None), is_closed(page)
    if request.method == "POST" and form.is_valid():
        kind = OPENING if closed else CLOSING
        reason = form.cleaned_data["reason"]
        try:
            result = carry_out(person, change=Change(kind, kind.data(page, reason=reason), reason=reason))
        except Refusal as refusal:
            for why in refusal.reasons:
                messages.error(request, str(why))
            return redirect("page_privacy", page_id=page.pk)
        done = (_("“%(title)s” is open to the public.") if closed else _("“%(title)s” is closed to the public.")) % {
            "title": page.title
        }
        messages.success(request, result.words if isinstance(result, Sent) else done)
        return redirect("page_privacy", page_id=page.pk)
    below = page.get_descendants().filter(live=True).count()
    context = {"page": page, "form": form, "closed": closed, "below": below}
    return render(request, "workflows_privacy/privacy.html", context)
