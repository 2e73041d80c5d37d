"""The chain editor: administrators see every chain drawn and change it from a day on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from sites import clock
from sites.changes.carrying import carry_out
from sites.changes.kinds import Sent
from sites.domains.models import PublicSite
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.boards.changes import CHAIN, END, ROLES
from workflows.boards.drawing import Line, boxes_of, day_of_use, limit_of, site_of_use, state_of
from workflows.boards.forms import ChainForm, StepForm, VersionForm, choices_of, initial_of
from workflows.boards.models import Board, ChainUse
from workflows.boards.policies import reasons_not_to_keep
from workflows.boards.selectors import board_of, chain_instead, role_names, versions_beside
from workflows.boards.steps import Step, steps_of

MORE = 1  # places for steps that are not there yet


class Screen(View):
    """For administrators alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask the policy first."""
        if reasons_not_to_keep(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def use(self, pk: int) -> ChainUse:
        """The use that is looked at."""
        return get_object_or_404(ChainUse.objects.select_related("chain__basis", "site", "section"), pk=pk)


class Chains(Screen):
    """Every place that has a chain now or later, with its steps in a line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        uses = ChainUse.objects.select_related("chain__basis", "site", "section").order_by("site_kind", "site", "pk")
        lines = [(use, state_of(use), steps_of(use.chain)) for use in uses]
        shown = [line for line in lines if line[1] != "past"]
        return render(request, "workflows_boards/chains.html", {"lines": shown})


class Drawing(Screen):
    """One chain, drawn, with its other versions and the names of the seats."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The drawing."""
        use = self.use(pk)
        site = site_of_use(use)
        every = sorted([use, *versions_beside(use)], key=lambda one: (one.holds_from is not None, one.holds_from or 0))
        context = {
            "use": use,
            "state": state_of(use),
            "boxes": boxes_of(use),
            "can_end": state_of(use) != "past"
            and use.holds_to is None
            and chain_instead(use, day_of_use(use)) is not None,
            "versions": [Line(one, state_of(one)) for one in every],
            "board": board_of(site) if site else None,
            "boards": _boards(site),
        }
        return render(request, "workflows_boards/chain.html", context)


class Revising(Screen):
    """Other steps from a day on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What holds, to be changed."""
        use = self.use(pk)
        form = ChainForm(initial={"basis": use.chain.basis_id, "article": use.chain.article})
        return self._show(use, form, self._forms(use))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change, or say which field breaks which rule. A step that is moved changes places in the form alone."""
        use = self.use(pk)
        if moving := request.POST.get("move"):
            return self._show(use, *self._moved(use, request.POST, moving))
        form, forms = ChainForm(request.POST), self._forms(use, request.POST)
        if not all([form.is_valid(), *(one.is_valid() for one in forms)]):
            return self._show(use, form, forms)
        version = form.version(*_filled(forms, steps_of(use.chain)))
        try:
            change = form.of(CHAIN, CHAIN.data(use, version, form.cleaned_data["section"]))
            made = carry_out(request.user, change=change)  # type: ignore[arg-type]
        except Refusal as refusal:
            return self._show(use, _refused(form, refusal), forms)
        if isinstance(made, Sent):
            messages.success(request, made.words)
            return redirect("chains:chain", pk=use.pk)
        messages.success(request, _("The change is written down. Items under way finish under the chain as it was."))
        return redirect("chains:chain", pk=made.pk)

    def _forms(self, use: ChainUse, data: Any = None) -> list[StepForm]:
        steps, site = steps_of(use.chain), site_of_use(use)
        day = day_of_use(use)
        choices = choices_of(steps, role_names(site, day) if site else {})
        first = [
            {**initial_of(step, limit_of(use.chain, step.position, day).get("hours")), "was": step.position}
            for step in steps
        ]
        places = [*first, *({} for _more in range(MORE))]
        return [
            StepForm(data, prefix=f"step-{number}", initial=initial, choices=choices, use_required_attribute=False)
            for number, initial in enumerate(places, 1)
        ]

    def _moved(self, use: ChainUse, data: QueryDict, moving: str) -> tuple[ChainForm, list[StepForm]]:
        """The forms as filled in, with a step and its neighbour in each other's places. Nothing is kept yet."""
        forms = self._forms(use)
        filled = [form.given(data) for form in forms]
        number, _sep, way = moving.partition(":")
        here = int(number) - 1 if number.isdecimal() else -1
        there = here - 1 if way == "up" else here + 1
        if min(here, there) >= 0 and max(here, there) < len(filled):
            filled[here], filled[there] = filled[there], filled[here]
        for form, values in zip(forms, filled, strict=True):
            form.initial = values
        return ChainForm(initial={name: data.get(name) or None for name in ChainForm.base_fields}), forms

    def _show(self, use: ChainUse, form: VersionForm, forms: list[StepForm]) -> HttpResponse:
        context = {"use": use, "form": form, "forms": forms}
        return render(self.request, "workflows_boards/revise.html", context)


class Ending(Screen):
    """The chain of a section, a site or a language ends on a day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What holds, and what would hold instead."""
        use = self.use(pk)
        return self._show(use, VersionForm(initial={"basis": use.chain.basis_id}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it, or say which field breaks which rule."""
        use, form = self.use(pk), VersionForm(request.POST)
        if not form.is_valid():
            return self._show(use, form)
        try:
            made = carry_out(request.user, change=form.of(END, END.data(use, form.version())))  # type: ignore[arg-type]
        except Refusal as refusal:
            return self._show(use, _refused(form, refusal))
        words = _("The change is written down. Items under way finish under the chain as it was.")
        messages.success(request, made.words if isinstance(made, Sent) else words)
        return redirect("chains:chain", pk=use.pk)

    def _show(self, use: ChainUse, form: VersionForm) -> HttpResponse:
        context = {"use": use, "form": form, "instead": chain_instead(use, clock.today())}
        return render(self.request, "workflows_boards/end.html", context)


class Renaming(Screen):
    """Other names of the seats of a board from a day on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The names that hold."""
        board = get_object_or_404(Board, pk=pk)
        return self._show(board, VersionForm(initial={"basis": board.basis_id, "article": board.article}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change."""
        board = get_object_or_404(Board, pk=pk)
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self._show(board, form)
        names = {
            role.seat_kind.code: {
                "vi": request.POST.get(f"vi-{role.pk}", "").strip() or role.label_vi,
                "en": request.POST.get(f"en-{role.pk}", "").strip() or role.label_en,
                "level": role.level,
            }
            for role in board.roles.select_related("seat_kind")
        }
        try:
            change = form.of(ROLES, ROLES.data(board, names, form.version()))
            made = carry_out(request.user, change=change)  # type: ignore[arg-type]
        except Refusal as refusal:
            return self._show(board, with_errors(form, refusal))
        messages.success(request, made.words if isinstance(made, Sent) else _("The change is written down."))
        return redirect("chains:index")

    def _show(self, board: Board, form: VersionForm) -> HttpResponse:
        roles = board.roles.select_related("seat_kind").order_by("pk")
        return render(self.request, "workflows_boards/roles.html", {"board": board, "roles": roles, "form": form})


def _refused[Given: VersionForm](form: Given, refusal: Refusal) -> Given:
    """The form with each reason at its field."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, str(reason))
    return form


def _boards(site: PublicSite | None) -> list[Board]:
    return list(Board.objects.filter(site=site).order_by("holds_from")) if site else []


def _filled(forms: list[StepForm], before: list[Step]) -> tuple[list[Step], dict[int, int], dict[int, int]]:
    """The steps in their new order, their limits, and where each stood before."""
    steps, limits, was = [], {}, {}
    for position, form in enumerate((form for form in forms if not form.is_left_out), 1):
        number = form.cleaned_data["was"] or 0
        old = before[number - 1] if 1 <= number <= len(before) else None
        steps.append(form.step(position, old))
        if old:
            was[position] = old.position
        if form.cleaned_data["limit"]:
            limits[position] = form.cleaned_data["limit"]
    return steps, limits, was
