"""Sample previews: links that a writer of the site gave, one of them opened, as a file says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from api.preview.actions import Wish, link_bundle, use_link
from api.preview.models import Permit
from sites.domains.selectors import site_named
from workflows.bundles.models import Bundle

type Given = Mapping[str, Any]


def load_previews(path: Path) -> int:
    """Give every link of a file that is not there yet. Returns how many were."""
    return sum(_load(given) for given in YAML(typ="safe").load(path)["previews"])


@transaction.atomic
def _load(given: Given) -> bool:
    bundle = Bundle.objects.get(site=site_named(given["site"]), title=given["bundle"])
    if Permit.objects.filter(bundle=bundle, recipient=given["recipient"]).exists():
        return False
    made = link_bundle(bundle.opened_by, bundle=bundle, wish=Wish(given["recipient"], given["purpose"]))
    if given["opened"]:
        use_link(word=made.word)
    return True
