"""The forms of the chain editor. They ask; actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from cms.home.models import SectionPage
from sites.accounts.enums import PostKind
from sites.accounts.models import SeatKind
from sites.changes.forms import WhyForm
from sites.rules.models import LegalBasis
from workflows.boards.clauses import Clause, named_in
from workflows.boards.drawing import words_of
from workflows.boards.editing import Version
from workflows.boards.enums import ClauseRule, StandInRule, StepKind
from workflows.boards.steps import Step
from workflows.boards.who import ITEM, SITE, Selector

STAND_INS = ("stand_in_1", "stand_in_2")
CLAUSES = ("own_text", "same_person")


class VersionForm(WhyForm):
    """From when a change holds, and on what."""

    holds_from = forms.DateField(label=_("Holds from"), widget=AdminDateInput)
    basis = forms.ModelChoiceField(LegalBasis.objects.all(), label=_("Legal basis"))
    article = forms.CharField(label=_("Article"), max_length=120)

    def version(
        self,
        steps: Sequence[Step] = (),
        limits: Mapping[int, int] | None = None,
        was: Mapping[int, int] | None = None,
    ) -> Version:
        """As the action takes it."""
        said = {name: self.cleaned_data[name] for name in ("holds_from", "basis", "article")}
        return Version(steps=steps, limits=limits or {}, was=was or {}, **said)


class ChainForm(VersionForm):
    """The same, and for which section alone, where it is for one."""

    section: "forms.ModelChoiceField[SectionPage]" = forms.ModelChoiceField(
        SectionPage.objects.all(),
        label=_("Only in this section"),
        required=False,
        widget=AdminPageChooser(target_models=[SectionPage]),
        help_text=_("Left empty, the change holds wherever this chain holds. With a section, all else stays as it is."),
    )


def key_of(selector: Selector) -> str:
    """A selector as the value of a choice: "post:head:item", "seat:board_head:"."""
    if "post" in selector:
        return f"post:{selector['post']}:{selector['agency']}"
    return f"seat:{selector['seat']}:{selector.get('site', '')}"


def selector_of(key: str) -> Selector:
    """The selector that a choice means."""
    what, name, where = key.split(":")
    if what == "post":
        return {"post": name, "agency": where}
    return {"seat": name, "site": where} if where else {"seat": name}


def choices_of(steps: Sequence[Step], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The posts and seats to choose from: all seats, posts of the item's and the site's agency, and those in use."""
    used = [
        selector
        for step in steps
        for selector in (
            *step.who,
            *step.stand_ins,
            *step.answers,
            *named_in(step.own_text),
            *named_in(step.same_person),
        )
    ]
    every: list[Selector] = [{"post": kind, "agency": place} for place in (ITEM, SITE) for kind in PostKind.values]
    every += [{"seat": code} for code in SeatKind.objects.values_list("code", flat=True)]
    return list({key_of(selector): words_of(selector, names) for selector in [*every, *used]}.items())


class StepForm(forms.Form):
    """One step. An empty name means: no step. `was` is where it stood before, counted from 1."""

    was = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=99)
    label_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200, required=False)
    label_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=StepKind.choices)
    who = forms.MultipleChoiceField(label=_("Who is asked"), widget=forms.CheckboxSelectMultiple, required=False)
    stand_in_1 = forms.ChoiceField(label=_("First stand-in"), required=False)
    stand_in_2 = forms.ChoiceField(label=_("Second stand-in"), required=False)
    stand_in_when = forms.ChoiceField(label=_("When they stand in"), choices=StandInRule.choices)
    answers = forms.ChoiceField(
        label=_("Who answers for the step"), required=False, help_text=_("Where another than the one who decides does.")
    )
    reopens_on_edit = forms.BooleanField(label=_("An edit here sends it back to the first step"), required=False)
    limit = forms.IntegerField(label=_("Limit in working hours"), required=False, min_value=1, max_value=2000)
    own_text = forms.ChoiceField(label=_("If he wrote it himself"), required=False)
    own_text_who = forms.ChoiceField(label=_("Who then"), required=False)
    own_text_article = forms.CharField(label=_("Article"), max_length=120, required=False)
    same_person = forms.ChoiceField(label=_("If he approved it before"), required=False)
    same_person_who = forms.ChoiceField(label=_("Who then"), required=False)
    same_person_article = forms.CharField(label=_("Article"), max_length=120, required=False)
    article = forms.CharField(label=_("Article"), max_length=120, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["who"].choices = list(choices)
        for name in (*STAND_INS, "answers", "own_text_who", "same_person_who"):
            fields[name].choices = [("", "–"), *choices]
        for name in CLAUSES:
            fields[name].choices = [("", _("nothing is said")), *ClauseRule.choices]

    def given(self, data: QueryDict) -> dict[str, Any]:
        """What was filled in at this place, right or wrong."""
        return {
            name: self[name].field.widget.value_from_datadict(data, {}, self.add_prefix(name)) for name in self.fields
        }

    @property
    def is_left_out(self) -> bool:
        """Whether this is no step."""
        return not self.cleaned_data.get("label_vi")

    def step(self, position: int, before: Step | None) -> Step:
        """The step; whoever else answers for it beside the one that the form shows stays as he was."""
        data = self.cleaned_data
        kind = StepKind(data["kind"])
        return Step(
            position=position,
            kind=kind,
            label_vi=data["label_vi"],
            label_en=data["label_en"] or data["label_vi"],
            who=[selector_of(key) for key in data["who"]],
            stand_ins=[selector_of(data[name]) for name in STAND_INS if data[name]],
            untouched=kind in (StepKind.APPROVE, StepKind.PUBLISH),
            reopens_on_edit=data["reopens_on_edit"],
            article=data["article"],
            stand_in_when=data["stand_in_when"],
            own_text=self._clause("own_text"),
            same_person=self._clause("same_person"),
            answers=[selector_of(data["answers"]), *(before.answers[1:] if before else [])] if data["answers"] else [],
        )

    def _clause(self, name: str) -> Clause:
        data = self.cleaned_data
        if not data[name]:
            return {}
        clause: dict[str, Any] = {"rule": data[name], "article": data[f"{name}_article"]}
        return {**clause, "who": [selector_of(data[f"{name}_who"])]} if data[f"{name}_who"] else clause


def initial_of(step: Step, hours: int | None) -> dict[str, Any]:
    """What a form shows of a step."""
    found: dict[str, Any] = {
        name: getattr(step, name)
        for name in ("label_vi", "label_en", "kind", "stand_in_when", "article", "reopens_on_edit")
    }
    found |= {"answers": key_of(step.answers[0])} if step.answers else {}
    found |= {"who": [key_of(selector) for selector in step.who], "limit": hours}
    found |= {name: key_of(selector) for name, selector in zip(STAND_INS, step.stand_ins, strict=False)}
    for name in CLAUSES:
        clause = getattr(step, name)
        named = named_in(clause)
        found |= {name: clause.get("rule", ""), f"{name}_article": clause.get("article", "")}
        found |= {f"{name}_who": key_of(named[0])} if named else {}
    return found
