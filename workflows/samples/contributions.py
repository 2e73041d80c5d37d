"""Sample contributions: sent, sorted, taken, returned and refused by the people whose business it is.

The form of the file is described in `fixtures/provinces/README.md`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from fixtures.pictures import picture
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Missing
from workflows.contributions import actions
from workflows.contributions.models import Contribution, Contributor
from workflows.contributions.selectors import people_at_the_desk, sections_to_sort_into

PROFILE = ("kind", "full_name", "pen_name", "unit_name", "email", "phone", "address")

type Given = Mapping[str, Any]


def load_contributions(path: Path, *, password: str = "") -> int:
    """Bring in what the file describes; what is there is left as it is. Returns how many contributions were.

    `password`: of the accounts that are made; without it nobody can log in before he has followed the link in his mail.
    """
    data = YAML(typ="safe").load(path)
    people = {given["key"]: _contributor(given, password) for given in data["contributors"]}
    folder = path.with_suffix("")
    made = sum(_contribution(given, people[given["by"]], folder) for given in data["contributions"])
    return made + sum(_letter(given, folder) for given in data["letters"])


@transaction.atomic
def _contributor(given: Given, password: str) -> Contributor:
    site = PublicSite.objects.get(code=given["site"])
    if found := Contributor.objects.filter(site=site, email=given["email"]).first():
        return found
    values = {name: given[name] for name in PROFILE if name in given}
    applied = actions.apply(site=site, values=values, consented="yes")
    if given.get("applied"):
        return applied
    opened = actions.confirm(_desk(site), contributor=applied)
    if password and opened.person:
        opened.person.set_password(password)
        opened.person.save(update_fields=("password",))
    return opened


@transaction.atomic
def _contribution(given: Given, contributor: Contributor, folder: Path) -> bool:
    """One contribution, as far as the file says; whether it was made."""
    person, answers = contributor.person, given["answers"]
    if person is None or contributor.contributions.filter(title=answers["title"]).exists():
        return False
    row = actions.write(person, contributor=contributor, form=given["form"], values=answers)
    for file in given.get("files", []):
        actions.add_file(person, contribution=row, file=_file(file, folder))
    if given["state"] != "draft":
        actions.send(person, contribution=row, declared="yes")
        _handle(row, given)
    return True


@transaction.atomic
def _letter(given: Given, folder: Path) -> bool:
    site = PublicSite.objects.get(code=given["site"])
    if Contribution.objects.filter(site=site, letter__number=given["number"]).exists():
        return False
    names = ("number", "issued_on", "issuer", "marker", "came_by")
    row = actions.register_letter(
        _desk(site),
        site=site,
        letter=actions.LetterData(**{name: given[name] for name in names}),
        values={"title": given["title"], "summary": given["summary"]},
        originals=[_file({"file": given["original"]}, folder)],
        files=[_file({"file": name}, folder) for name in given["files"]],
    )
    _handle(row, given)
    return True


def _handle(row: Contribution, given: Given) -> None:
    """What the desk did with it."""
    desk, state = _desk(row.site), given["state"]
    if state == "returned":
        actions.return_to_sender(desk, contribution=row, reason=given["reason"])
    elif state == "refused":
        actions.refuse(desk, contribution=row, reason=given["reason"])
    elif state in ("sorted", "taken"):
        section = sections_to_sort_into(row.site).get(slug=given["section"])
        row = actions.sort(desk, contribution=row, section=section)
        if state == "taken":
            actions.take(desk, contribution=row)


def _desk(site: PublicSite) -> User:
    """Who sits at the desk first."""
    people = sorted(people_at_the_desk(site), key=lambda person: person.username)
    if not people:
        raise Missing(f"nobody sorts contributions of {site.code}")
    return people[0]


def _file(given: Given, folder: Path) -> actions.FileData:
    said = {name: given.get(name, "") for name in ("caption", "author", "consent")}
    if "picture" in given:
        return actions.FileData(name=f"{given['picture']}.jpg", data=picture(given["picture"]), **said)
    return actions.FileData(name=given["file"], data=(folder / given["file"]).read_bytes(), **said)
