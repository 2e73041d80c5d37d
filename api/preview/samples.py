"""Sample previews as a file says: links that a writer gave, one of them opened; addresses of frontends."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from api.preview.actions import Wish, link_bundle, use_link
from api.preview.changes import ADDRESS
from api.preview.models import Permit, PreviewAddress
from sites.accounts.selectors import administrators
from sites.changes.carrying import carry_out
from sites.changes.kinds import Sent
from sites.domains.selectors import site_named
from workflows.bundles.models import Bundle
from workflows.changes.actions import approve
from workflows.changes.models import Proposal

type Given = Mapping[str, Any]


def load_previews(path: Path) -> int:
    """Give every link of a file that is not there yet. Returns how many were."""
    wanted = YAML(typ="safe").load(path)
    for given in wanted["frontends"]:
        _enter(given)
    return sum(_load(given) for given in wanted["previews"])


@transaction.atomic
def _enter(given: Given) -> None:
    """Asked for by one administrator, approved by the second."""
    row = PreviewAddress(site=site_named(given["site"]), locale=given["locale"], public=given["public"])
    if PreviewAddress.objects.filter(site=row.site, locale=row.locale).exists():
        return
    first, second = administrators().order_by("pk")[:2]
    if isinstance(carry_out(first, change=ADDRESS.change(row, reason=given["reason"])), Sent):
        approve(second, proposal=Proposal.objects.filter(kind=ADDRESS.key).latest("pk"))


@transaction.atomic
def _load(given: Given) -> bool:
    bundle = Bundle.objects.get(site=site_named(given["site"]), title=given["bundle"])
    if Permit.objects.filter(bundle=bundle, recipient=given["recipient"]).exists():
        return False
    made = link_bundle(bundle.opened_by, bundle=bundle, wish=Wish(given["recipient"], given["purpose"]))
    if given["opened"]:
        use_link(word=made.word)
    return True
