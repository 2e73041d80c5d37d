"""Choices of promotion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """How far a proposal has come."""

    ASKED = "asked", _("waits for the unit's consent")
    PROPOSED = "proposed", _("waits for the portal")
    TAKEN = "taken", _("taken over")
    REFUSED = "refused", _("not taken over")
    DECLINED = "declined", _("the unit does not consent")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (ProposalState.ASKED, ProposalState.PROPOSED)


class Act(models.TextChoices):
    """What somebody did with a proposal."""

    PROPOSE = "propose", _("proposed it")
    ASK = "ask", _("asked for it")
    AGREE = "agree", _("consented")
    DECLINE = "decline", _("did not consent")
    TAKE = "take", _("took it over")
    REFUSE = "refuse", _("did not take it over")
    WITHDRAW = "withdraw", _("withdrew it")
    RENEW = "renew", _("the unit has published a newer version")


class EventKind(models.TextChoices):
    """What happened to the source of a copy."""

    CORRECTED = "corrected", _("a newer version is public at the source")
    WITHDRAWN = "withdrawn", _("withdrawn at the source")
    BACK = "back", _("public again at the source")


class AnswerKind(models.TextChoices):
    """What the portal did about it."""

    TAKEN_OVER = "taken_over", _("the newer version was taken over")
    KEPT = "kept", _("the copy stays as it is")
    WITHDRAWN = "withdrawn", _("the copy was withdrawn")
    SETTLED = "settled", _("settled by what followed")


class Freedom(models.TextChoices):
    """How far a copy may differ from its source: the value `kind` of the rule `promotion.changes`."""

    NONE = "none", _("nothing is changed")
    SHORTEN = "shorten", _("title and summary may be changed, the text shortened")
    REWRITE = "rewrite", _("the text may be rewritten")


class Change(models.TextChoices):
    """In what a copy differs from its source."""

    TITLE = "title", _("title")
    SUMMARY = "summary", _("summary")
    SEO = "seo", _("words for search engines")
    PICTURE_DROPPED = "picture_dropped", _("lead picture left out")
    PICTURE = "picture", _("lead picture")
    SHORTENED = "shortened", _("text shortened")
    BODY = "body", _("text")
    DETAILS = "details", _("details of the notice")
    AUTHORS_ADDED = "authors_added", _("authors added")
    ATTRIBUTION = "attribution", _("authors or source")
