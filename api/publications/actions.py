"""What an operator does to the log. None of it writes or changes history."""

from collections.abc import Iterator

from django.db import transaction

from api.publications.cards import cards_of
from api.publications.hosts import Atlas, remake_host_rows
from api.publications.lexicon import remake_lexicon
from api.publications.models import Body, Current, Filed, Findable, Version
from api.publications.payloads import row_of
from api.publications.selectors import held_things
from api.publications.things import Thing

CHUNK = 500


@transaction.atomic
def rebuild() -> int:
    """Make `Current` and what hangs on it again from versions, texts and open alarms. Returns the number of rows.

    The caller holds the drain's lock.
    """
    held = held_things()
    Current.objects.all().delete()
    for made in (Findable, Filed):
        made.objects.all().delete()  # what somebody left behind the triggers' back
    rows = list(_rows(held))
    Current.objects.bulk_create(rows, batch_size=CHUNK)
    remake_host_rows(Atlas())
    remake_lexicon()
    return len(rows)


def _rows(held: dict[str, str]) -> Iterator[Current]:
    newest = Version.objects.order_by("kind", "public_id", "locale", "site", "-seq").distinct(
        "kind", "public_id", "locale", "site"
    )
    for version in Version.objects.filter(pk__in=newest.values("seq")).order_by("seq").iterator(CHUNK):
        content = Body.objects.filter(pk__in=[version.body_id]).values_list("bytes", flat=True).first()
        row = row_of(version, None if content is None else bytes(content), cards_of([version]))
        thing = str(Thing(version.kind, version.public_id, version.locale, version.site))
        row.held, row.held_reason = thing in held, held.get(thing, "")
        yield row
