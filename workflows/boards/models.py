"""Boards with their own names of roles, and the chains that a regulation asks for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sites.accounts.models import SeatKind
from sites.clock.days import one_a_day
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.rules.models import LegalBasis
from workflows.boards.enums import StepKind
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
    """One chain holds for one site, or for the sites of one kind, on the days [holds_from, holds_to).

    The site's own beats the kind's. The database allows one for each site, and for each kind, on a day.
    """

    chain = models.ForeignKey(Chain, models.CASCADE, verbose_name=_("chain"), related_name="uses")
    site = models.ForeignKey(
        PublicSite, models.PROTECT, verbose_name=_("site"), related_name="chain_uses", null=True, blank=True
    )
    site_kind = models.CharField(_("kind of site"), max_length=20, choices=SiteKind, blank=True)
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
            one_a_day("one_chain_a_site_and_day", Coalesce("site_id", Value(0)), "site_kind", span="holds"),
        )

    def __str__(self) -> str:
        return f"{self.chain}: {self.site or self.site_kind}"


class ChainStep(models.Model):
    """One step of a chain. `who` and `stand_ins` are lists of selectors (see `who`).

    `untouched`: who decides must have had no part in the text. `reopens_on_edit`: an edit made at this step sends the
    item back to the first step.
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

    class Meta:
        verbose_name = _("step of a chain")
        verbose_name_plural = _("steps of chains")
        ordering = ("chain", F("position").asc())
        constraints = (
            models.UniqueConstraint(fields=("chain", "position"), name="one_step_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="steps_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.EDIT_AND_FORWARD) | Q(untouched=True),
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
        errors = {name: faults_of(getattr(self, name)) for name in ("who", "stand_ins")}
        if not self.who:
            errors["who"] = [str(_("At least one post or seat is needed."))]
        if any(errors.values()):
            raise ValidationError({name: faults for name, faults in errors.items() if faults})
