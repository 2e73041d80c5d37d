"""A process that adds to the log as the drain does, under its lock, faster than anything could be presented.

What it appends are the versions that are there already, said anew: another date, an ending, back again, away from the
sites below the portal.
"""

import json
import random
import sys
from typing import Any

import django

BATCH = 40


def main(seed: int, changes: int) -> None:
    """Append so many changes in batches of any size."""
    django.setup()
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    while changes > 0:
        changes -= _append(chance, min(changes, chance.randint(1, BATCH)))


def _append(chance: random.Random, most: int) -> int:
    from api.publications.drain import locked_snapshot
    from api.publications.log import append
    from api.publications.models import Current, HostRow, Version

    with locked_snapshot():
        portal = HostRow.objects.filter(is_portal=True).values_list("site_id", flat=True)[0]
        things = sorted(Current.objects.filter(kind="page").values_list("public_id", flat=True).distinct())
        chosen = chance.sample(things, min(most, len(things)))
        first = Version.objects.filter(kind="page", public_id__in=chosen, state="live").select_related("body")
        entries = [_said_anew(row, portal, chance) for row in first.order_by("public_id", "seq").distinct("public_id")]
        append(entries)
    return len(entries)


def _said_anew(row: Any, portal: int, chance: random.Random) -> Any:
    from api.publications.things import Presented, Thing

    thing = Thing(row.kind, row.public_id, row.locale, row.site)
    own = row.frame["_scope"][0]
    act = chance.choice(["live", "live", "live", "away", "withdrawn", "gone"])
    if act in ("withdrawn", "gone"):
        kept = {name: row.frame[name] for name in ("site", "path", "_type", "_scope", "_sort_at")}
        frame = {**kept, "kind": act, "notice": "", "successor": None, "ended_at": None, "_terms": [], "_deps": []}
        return Presented(thing, state=act, frame=frame, causes=(act,))
    day = f"2026-11-{chance.randint(1, 28):02}T{chance.randint(10, 23)}:00:00+07:00"
    scope = [own] if act == "away" else [*dict.fromkeys((own, portal))]
    frame = {**row.frame, "updated_at": day, "_scope": scope}
    text = json.loads(bytes(row.body.bytes))
    return Presented(thing, text=text, body=row.body_id, frame=frame, release=row.release_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
