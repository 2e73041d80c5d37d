"""Chains and boards as data: `chains.yaml` and `boards.yaml`."""

from typing import Any

from django.utils.translation import gettext as _

from sites.accounts.enums import PostKind
from sites.accounts.province import section_with_slug
from sites.domains.enums import SiteKind
from sites.domains.selectors import site_named
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing, province_parts
from sites.provisioning.sources import Row
from sites.rules.models import LegalBasis
from workflows.boards.actions import BoardPlan, Use, keep_board, keep_chain, use_chain
from workflows.boards.checks import reasons_not_to_use
from workflows.boards.clauses import Clause
from workflows.boards.enums import ClauseRule, Level, StandInRule, StepKind
from workflows.boards.models import Chain
from workflows.boards.steps import Step
from workflows.boards.who import ITEM, PORTAL, SITE, Selector

LANGUAGES = ("vi", "en")


def read_chains(loading: Loading) -> Writing:
    """Read the chains and the kinds of sites that they hold for."""
    loading.know("chain", Chain.objects.values_list("code", flat=True))
    chains = [_chain(loading, row) for row in _rows(loading, "chains.yaml", "chains")]

    def write() -> None:
        for chain in chains:
            values = {**chain["values"], "basis": LegalBasis.objects.get(code=chain["basis"])}
            kept = keep_chain(loading.actor, code=chain["code"], values=values, steps=chain["steps"])
            for kind in chain["kinds"]:
                use_chain(
                    loading.actor, chain=kept, use=Use(site_kind=kind, locale=chain["language"], **chain["dates"])
                )

    return write


def read_boards(loading: Loading) -> Writing:
    """Read the boards, and which single sites have a chain of their own."""
    boards = [_board(loading, row) for row in _rows(loading, "boards.yaml", "boards")]
    uses = [_use(loading, row) for row in _rows(loading, "boards.yaml", "site_chains")]

    def write() -> None:
        for board in boards:
            basis = LegalBasis.objects.get(code=board["basis"])
            keep_board(loading.actor, site=site_named(board["site"]), plan=BoardPlan(basis=basis, **board["values"]))
        for use in uses:
            site = site_named(use["site"])
            section = section_with_slug(site, use["section"], use["where"]) if use["section"] else None
            place = Use(site=site, section=section, locale=use["language"], **use["dates"])
            use_chain(loading.actor, chain=Chain.objects.get(code=use["chain"]), use=place)

    return write


def _rows(loading: Loading, name: str, key: str) -> list[Row]:
    document = loading.document(name)
    return document.rows(key) if document else []


def _chain(loading: Loading, row: Row) -> dict[str, Any]:
    names = row.by_language("names", LANGUAGES)
    steps = [_step(loading, step, position) for position, step in enumerate(row.rows("steps"), 1)]
    for reason in reasons_not_to_use(steps):
        row.fault("steps", str(reason.message))
    kinds = row.texts("kinds")
    for kind in kinds:
        if kind not in SiteKind.values:
            row.fault("kinds", _("%(key)s “%(value)s” is not known") % {"key": "kinds", "value": kind})
    return {
        "code": loading.define(row, "code", "chain"),
        "values": {"name_vi": names["vi"], "name_en": names["en"], "article": row.text_or_empty("article")},
        "basis": loading.refer(row, "basis", "basis"),
        "kinds": kinds,
        "language": row.text_or_empty("language"),
        "dates": _dates(row),
        "steps": steps,
    }


def _step(loading: Loading, row: Row, position: int) -> Step:
    kind = row.choice("kind", StepKind.values)
    labels = row.by_language("labels", LANGUAGES)
    known = StepKind(kind) if kind in StepKind.values else StepKind.APPROVE
    return Step(
        position=position,
        kind=known,
        label_vi=labels["vi"],
        label_en=labels["en"],
        who=[_selector(loading, item) for item in row.rows("who")] or _nobody(row),
        stand_ins=[_selector(loading, item) for item in row.rows("stand_ins")],
        untouched=known not in (StepKind.EDIT_AND_FORWARD, StepKind.ENTER),
        reopens_on_edit=row.choice("reopens_on_edit", ("yes", "no"), "no") == "yes",
        article=row.text_or_empty("article"),
        stand_in_when=row.choice("stand_in_when", StandInRule.values, StandInRule.NEEDED),
        own_text=_clause(loading, row, "own_text"),
        same_person=_clause(loading, row, "same_person"),
        answers=[_selector(loading, item) for item in row.rows("answers")],
    )


def _clause(loading: Loading, row: Row, name: str) -> Clause:
    """What happens when everybody asked is barred: `{rule, who?, article?}`."""
    given = row.row(name) if row.has(name) else None
    if given is None:
        return {}
    who = [_selector(loading, item) for item in given.rows("who")]
    clause = {"rule": given.choice("rule", ClauseRule.values), "article": given.text_or_empty("article")}
    return {**clause, "who": who} if who else clause


def _selector(loading: Loading, row: Row) -> Selector:
    if row.has("post"):
        agency = row.text("agency")
        code = agency if agency in (ITEM, SITE) else loading.refer(row, "agency", "agency")
        return {"post": row.choice("post", PostKind.values), "agency": code}
    seat = {"seat": loading.refer(row, "seat", "kind of seat")}
    return {**seat, "site": row.choice("site", (ITEM, PORTAL))} if row.has("site") else seat


def _nobody(row: Row) -> list[Selector]:
    row.text("who")  # notes that it is missing
    return []


def _board(loading: Loading, row: Row) -> dict[str, Any]:
    roles = {
        loading.refer(role, "seat", "kind of seat"): {
            **role.by_language("labels", LANGUAGES),
            "level": role.choice("level", Level.values) if role.has("level") else "",
        }
        for role in row.rows("roles")
    }
    return {
        "site": loading.refer(row, "site", "site"),
        "basis": loading.refer(row, "basis", "basis"),
        "values": {
            "names": row.by_language("names", LANGUAGES),
            "article": row.text_or_empty("article"),
            "roles": roles,
            **_dates(row),
        },
    }


def _use(loading: Loading, row: Row) -> dict[str, Any]:
    return {
        "site": loading.refer(row, "site", "site"),
        "section": row.text_or_empty("section"),
        "where": f"{row.file}:{row.line('section')}",
        "chain": loading.refer(row, "chain", "chain"),
        "language": row.text_or_empty("language"),
        "dates": _dates(row),
    }


def _dates(row: Row) -> dict[str, Any]:
    return {"holds_from": row.day("from"), "holds_to": row.day("to")}


def hang() -> None:
    """Hang both parts on the loader."""
    province_parts.register("workflows.boards.chains", ProvincePart(Stage.CHAINS, read_chains))
    province_parts.register("workflows.boards.boards", ProvincePart(Stage.BOARDS, read_boards))
