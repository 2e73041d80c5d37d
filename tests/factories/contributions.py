"""Sites that take contributions, by the rules of the fixtures; contributors, drafts, letters."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sites import clock
from sites.domains.models import PublicSite
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from tests.factories.cms import picture_bytes
from tests.factories.offices import PICTURE, docx, para
from tests.factories.sites import make_administrator
from tests.factories.workflows import person
from workflows.contributions import actions
from workflows.contributions.enums import Consent
from workflows.contributions.models import Contribution, Contributor

FIXTURES = Path(__file__).parents[2] / "fixtures"
VALUES = {
    "title": "Mùa điều ở Đăk Nhau",
    "summary": "Bà con vào vụ.",
    "text": "Từ sáng sớm bà con đã ra vườn.",
    "source": "Cộng tác viên",
    "credit": "Hạt Điều",
    "happened_on": "2026-11-20",
}
PROFILE = {"kind": "citizen", "full_name": "Lê Thị Điều", "pen_name": "Hạt Điều", "email": "dieu@vidu.localhost"}


@cache
def rules_of(*parts: str) -> dict[str, dict[str, Any]]:
    """The rules of a file of the fixtures, by key."""
    return {rule["key"]: rule for rule in YAML(typ="safe").load(FIXTURES.joinpath(*parts))["rules"]}


def keep_rule(key: str, rule: dict[str, Any], *, site: PublicSite | None = None, value: Any = None) -> Rule:
    """A rule as the fixtures have it, for one site or all."""
    basis = LegalBasis.objects.get_or_create(code=rule["basis"], defaults={"title": "Quy chế"})[0]
    found = Rule.objects.filter(key=key, site=site).first()
    if found:
        return found
    row = Rule(key=key, value=value or rule["value"], unit=rule["unit"], basis=basis, article=rule.get("article", ""))
    row.site = site
    return set_rule(make_administrator(), rule=row)


def take_contributions(site: PublicSite | None, *, desk: tuple[str, ...] = ("writer",), **changed: Any) -> None:
    """The site (None: every site) takes contributions as Bình Phước's portal does; these seats are its desk."""
    for name in ("secrecy.yaml", "contributions.yaml"):
        for key, rule in rules_of("reference", name).items():
            keep_rule(key, rule)
    own = rules_of("provinces", "binh-phuoc", "rules.yaml")
    intake = own["contributions.intake"]
    seats = [{"seat": seat} for seat in desk]
    value = {**intake["value"], "desk": seats, "accounts": seats, **changed}
    keep_rule("contributions.intake", intake, site=site, value=value)
    keep_rule("contributions.marker", own["contributions.marker"], site=site)


def ask_to_declare(site: PublicSite | None = None) -> None:
    """The regulation asks for declarations, as Bình Phước's does."""
    own = rules_of("provinces", "binh-phuoc", "rules.yaml")
    keep_rule("secrecy.declaration", own["secrecy.declaration"], site=site)


def make_contributor(site: PublicSite, username: str = "dieu", **fields: Any) -> Contributor:
    """An open profile with consent."""
    values = {**PROFILE, "email": f"{username}@vidu.localhost", **fields}
    return Contributor.objects.create(
        site=site, person=person(username), state="open", consented_at=clock.now(), applied_at=clock.now(), **values
    )


def picture_file(name: str = "vuon.jpg", **said: str) -> actions.FileData:
    """A picture with all that is to be said about it."""
    values = {"caption": "Bà con thu hoạch điều", "author": "Hạt Điều", "consent": Consent.AGREED, **said}
    return actions.FileData(name=name, data=picture_bytes((900, 600)), **values)


def word_file(*blocks: str, name: str = "bai.docx") -> actions.FileData:
    """A Word file with a heading, a paragraph and a picture."""
    chosen = blocks or (para("Vào vụ", style="Heading1"), para("Năm nay được mùa."), PICTURE)
    return actions.FileData(name=name, data=docx(*chosen))


def make_draft(contributor: Contributor, *files: actions.FileData, **values: Any) -> Contribution:
    """A complete draft of a news item."""
    assert contributor.person is not None
    row = actions.write(contributor.person, contributor=contributor, form="1", values={**VALUES, **values})
    for file in files:
        actions.add_file(contributor.person, contribution=row, file=file)
    return row


def make_sent(contributor: Contributor, *files: actions.FileData, **values: Any) -> Contribution:
    """What lies in the inbox."""
    assert contributor.person is not None
    row = make_draft(contributor, *files, **values)
    return actions.send(contributor.person, contribution=row, declared="yes")
