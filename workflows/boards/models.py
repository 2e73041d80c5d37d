"""Boards with their own names of roles, and the chains that a regulation asks for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from sites.accounts.models import SeatKind
from sites.clock.days import one_a_day
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.rules.models import LegalBasis
from workflows.boards.clauses import faults_of_clause
from workflows.boards.enums import Level, StandInRule, StepKind
from workflows.boards.who import faults_of


class Board(models.Model):
    """One editorial board of a site on the days [holds_from, holds_to) (Bình Phước Điều 8.4, 13.2).

    Written by the province loader. Who sits on it are seats (`sites.accounts`). No personal data.
    """

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="boards")
    name_vi = models.CharField(_("name in Vietnamese"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, verbose_name=_("legal basis"), related_name="boards")
    article = models.CharField(_("article"), max_length=120, blank=True)
    holds_from = models.DateField(_("holds from"), null=True, blank=True)
    holds_to = models.DateField(_("holds until (not included)"), null=True, blank=True)

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ("site", "id")
        constraints = (one_a_day("one_board_a_site_and_day", "site", span="holds"),)

    def __str__(self) -> str:
        return self.name_vi


class BoardRole(models.Model):
    """What a kind of seat is called on one board: "Trưởng Ban biên tập", "Thư ký". Names differ per regulation."""

    board = models.ForeignKey(Board, models.CASCADE, verbose_name=_("board"), related_name="roles")
    seat_kind = models.ForeignKey(SeatKind, models.PROTECT, verbose_name=_("kind of seat"), related_name="board_roles")
    label_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    label_en = models.CharField(_("name in English"), max_length=200)
    level = models.CharField(_("level of right"), max_length=20, choices=Level, blank=True)

    class Meta:
        verbose_name = _("role on a board")
        verbose_name_plural = _("roles on boards")
        ordering = ("board", "id")
        constraints = (models.UniqueConstraint(fields=("board", "seat_kind"), name="one_name_a_role"),)

    def __str__(self) -> str:
        return self.label_vi


class Chain(models.Model):
    """The steps that a regulation asks for before a text is public. Written by the province loader.

    Where and when it holds are rows of `ChainUse`. Items under way finish under the chain they began with.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, verbose_name=_("legal basis"), related_name="chains")
    article = models.CharField(_("article"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_vi


class ChainUse(models.Model):
    """One chain holds for a section of a site, for one site, or for the sites of one kind, on [holds_from, holds_to).

    With a `locale` it holds for the texts in that language alone, and beats one for all languages at whatever place;
    among those of one language the nearest place beats the wider one. The database allows one for each section, site,
    kind and language on a day. The uses at one place, one after the other, are the versions of its chain.
    """

    chain = models.ForeignKey(Chain, models.CASCADE, verbose_name=_("chain"), related_name="uses")
    site = models.ForeignKey(
        PublicSite, models.PROTECT, verbose_name=_("site"), related_name="chain_uses", null=True, blank=True
    )
    section = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("section"), related_name="chain_uses", null=True, blank=True
    )
    site_kind = models.CharField(_("kind of site"), max_length=20, choices=SiteKind, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    holds_from = models.DateField(_("holds from"), null=True, blank=True)
    holds_to = models.DateField(_("holds until (not included)"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of a chain")
        verbose_name_plural = _("uses of chains")
        ordering = ("chain", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(site__isnull=False, site_kind="") | (Q(site__isnull=True) & ~Q(site_kind="")),
                name="chain_holds_for_a_site_or_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=True) | Q(site__isnull=False), name="chain_of_a_section_names_the_site"
            ),
            one_a_day(
                "one_chain_a_site_and_day",
                Coalesce("site_id", Value(0)),
                Coalesce("section_id", Value(0)),
                "site_kind",
                "locale",
                span="holds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.chain}: {self.place}"

    @property
    def place(self) -> str:
        """Where it holds, in words."""
        language = f" · {get_content_languages().get(self.locale, self.locale)}" if self.locale else ""
        if self.section:
            return f"{self.site} › {self.section}{language}"
        return (str(self.site) if self.site else str(self.get_site_kind_display())) + language


class ChainStep(models.Model):
    """One step of a chain. `who`, `stand_ins` (in their order) and `answers` are lists of selectors (see `who`).

    `untouched`: who decides must have had no part in the text. `reopens_on_edit`: an edit made at this step sends the
    item back to the first step. `own_text` and `same_person` are clauses (see `clauses`). `answers` is who answers
    for what is decided here, though another does it (Nghệ An Điều 8.1).
    """

    chain = models.ForeignKey(Chain, models.CASCADE, verbose_name=_("chain"), related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=StepKind)
    label_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    label_en = models.CharField(_("name in English"), max_length=200)
    who = models.JSONField(_("who is asked"))
    stand_ins = models.JSONField(_("who stands in"), default=list, blank=True)
    untouched = models.BooleanField(_("had no part in the text"), default=True)
    reopens_on_edit = models.BooleanField(_("an edit re-opens the earlier steps"), default=False)
    article = models.CharField(_("article"), max_length=120, blank=True)
    stand_in_when = models.CharField(
        _("when they stand in"), max_length=20, choices=StandInRule, default=StandInRule.NEEDED
    )
    own_text = models.JSONField(_("when they wrote it themselves"), default=dict, blank=True)
    same_person = models.JSONField(_("when they approved it before"), default=dict, blank=True)
    answers = models.JSONField(_("who answers for it"), default=list, blank=True)

    class Meta:
        verbose_name = _("step of a chain")
        verbose_name_plural = _("steps of chains")
        ordering = ("chain", F("position").asc())
        constraints = (
            models.UniqueConstraint(fields=("chain", "position"), name="one_step_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="steps_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=(StepKind.EDIT_AND_FORWARD, StepKind.ENTER)) | Q(untouched=True),
                name="approval_needs_clean_hands",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.label_vi}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Selectors are checked on every save, the loader's included."""
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Selectors name posts, seats, agencies and sites that exist."""
        errors = {name: faults_of(getattr(self, name)) for name in ("who", "stand_ins", "answers")}
        errors |= {name: faults_of_clause(getattr(self, name)) for name in ("own_text", "same_person")}
        if not self.who:
            errors["who"] = [str(_("At least one post or seat is needed."))]
        if any(errors.values()):
            raise ValidationError({name: faults for name, faults in errors.items() if faults})
