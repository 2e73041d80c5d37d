"""Whose videos a site may show is a rule (`video.hosts`), because every host may follow the people who watch."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.blocks.videos import host_of
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.registry import public_type_of, submission_guards
from sites.domains.selectors import site_of
from sites.refusals import Missing, Reason
from sites.rules.selectors import rule_for

RULE = "video.hosts"


def videos_allowed(page: BasePage) -> Iterator[Reason]:
    """Every video lies at a host that the rule names; where no rule holds, none does."""
    body = text_of(page)["body"] if public_type_of(page) else []
    for host in sorted({host_of(block["value"]["url"]) for block in body if block["type"] == "video"}):
        allowed, basis = _allowed(page)
        if host not in allowed:
            message = _("Videos from “%(host)s” are not allowed here. Allowed are: %(hosts)s.")
            names = {"host": host, "hosts": ", ".join(allowed) or _("none")}
            yield Reason("video_host", message % names, field="body", basis=basis)


def _allowed(page: BasePage) -> tuple[list[str], str]:
    try:
        rule = rule_for(RULE, site=site_of(page))
    except Missing:
        return [], ""
    return [str(host) for host in rule.value], rule.article or rule.basis.title


def register() -> None:
    """Called when the room is ready."""
    submission_guards.register("cms.pages.videos_allowed", videos_allowed)
