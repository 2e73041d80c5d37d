"""Sample bundles: put together by a writer of the site, submitted as one, approved by the desk where the file says so.

The form of the file is described in `fixtures/provinces/README.md`.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from sites import clock
from sites.domains.selectors import site_named
from workflows.bundles.actions import add_item, open_bundle, submit_bundle
from workflows.bundles.enums import BundleState
from workflows.bundles.models import Bundle
from workflows.passage.actions import decide_together
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.company import company_of
from workflows.passage.policies import VERBS
from workflows.passage.selectors import step_now
from workflows.samples.actions import Library
from workflows.samples.desks import seated, somebody_asked
from workflows.samples.reader import sample_of
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act

type Given = Mapping[str, Any]


def load_bundles(path: Path) -> int:
    """Bring in every bundle of a file that is not there yet. Returns how many were."""
    return sum(_load(given) for given in YAML(typ="safe").load(path)["bundles"])


@transaction.atomic
def _load(given: Given) -> bool:
    site = site_named(given["site"])
    if Bundle.objects.filter(site=site, title=given["title"]).exists():
        return False
    writer = seated(site, kind="writer")
    bundle = open_bundle(writer, site=site, title=given["title"], occasion=given["occasion"], at=_moment(given))
    library = Library([sample_of({**item, "site": site.code}) for item in given["items"]])
    library.load(lambda _number, _total: None)
    for page in library.pages.values():
        for language in (page, *page.get_translations()):
            add_item(writer, bundle=bundle, page=language)
    for item in bundle.items.all():
        declare(writer, page=item.page, act=Act.SUBMIT)
    bundle = submit_bundle(writer, bundle=bundle)
    while given["state"] == "published" and bundle.state == BundleState.UNDER_WAY:
        bundle = _decide(bundle)
    return True


def _moment(given: Given) -> datetime | None:
    if "days_ahead" not in given:
        return None
    day = clock.today() + timedelta(days=given["days_ahead"])
    return datetime.combine(day, time.fromisoformat(given["time"]), tzinfo=clock.VIETNAM)


def _decide(bundle: Bundle) -> Bundle:
    """The desk whose turn it is reads all and decides."""
    leader = bundle.leader
    step = step_now(leader) if leader else None
    if leader is None or step is None:
        raise ValueError(f"{bundle} waits for nobody")
    person, kind, company = somebody_asked(leader), VERBS[step.kind], company_of(leader)
    if kind in DECLARED:
        for one in company:
            declare(person, page=one.page, act=DECLARED[kind], text_sha256=one.text_sha256)
    seen = {one.pk: one.text_sha256 for one in company}
    decide_together(person, leader=leader, kind=kind, seen=seen)
    return Bundle.objects.get(pk=bundle.pk)
