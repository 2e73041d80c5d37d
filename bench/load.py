"""`python -m bench.load sites FOLDER`: make the sites of a data set. `... items FOLDER [FILE]`: load its items by COPY.

`... more TIMES`: so many times the items that are there, as copies under other names, paths and dates, made by SQL.
`... versions MILLION`: up to a million versions on a thousand sites, as copies too (`bench.versions`).
"""

import sys
import time
from pathlib import Path

import django

# Only what the reading API asks for; the bytes keep the names of the item that they were copied from.
COPIES = """
insert into api_publications_current ({columns})
select {values} from api_publications_current c, generate_series(1, %s) k where c.type = 'news'
"""
# What search looks through, copied with them: nothing is taken apart anew.
FINDABLE = """
insert into api_publications_findable ({columns})
select {values} from api_publications_findable f
join api_publications_current c on c.id = f.current_id and c.type = 'news'
cross join generate_series(1, %s) k
join api_publications_current n on n.site = c.site and n.locale = c.locale
  and n.public_id = md5(c.public_id::text || k)::uuid
"""
OF_THE_COPY = {"current_id": "n.id", "public_id": "n.public_id", "sort_at": "n.sort_at"}
CHANGED = {
    "public_id": "md5(c.public_id::text || k)::uuid",
    "path": "c.path || k || '/'",
    "sort_at": "c.sort_at - k * interval '17 minutes 3 seconds'",
}


def make_sites(folder: Path) -> None:
    """Fifty sites with their menus, through the real actions."""
    from bench.menus import make_menus
    from bench.world import make_world

    make_menus(folder, make_world(folder))


def load_items(folder: Path) -> None:
    """Every item, by the real presenters."""
    from bench.items import read
    from bench.loading import Loader
    from bench.world import world_of
    from sites import clock

    world = world_of(folder)
    count = Loader(world, at=clock.now(), release=1_000_000).load(read(folder, "news"))
    print(f"{count} items", flush=True)


def load_more(times: str) -> None:
    """Copies, for a table that is so many times as large."""
    from django.db import connection

    from api.publications.models import Current, Findable
    from bench.versions import FILED

    columns = [str(f.column) for f in Current._meta.concrete_fields if f.name != "id"]
    values = ", ".join(CHANGED.get(column, f'c."{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("alter table api_publications_current disable trigger user")
        cursor.execute(COPIES.format(columns=", ".join(f'"{name}"' for name in columns), values=values), [int(times)])
        cursor.execute("alter table api_publications_current enable trigger user")
        columns = [str(f.column) for f in Findable._meta.concrete_fields]
        values = ", ".join(OF_THE_COPY.get(column, f'f."{column}"') for column in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(FINDABLE.format(columns=names, values=values), [int(times)])
        cursor.execute(FILED)


def main(what: str, given: str) -> None:
    """Fill the database that the environment names."""
    django.setup()
    from django.db import connection

    began = time.monotonic()
    if what == "more":
        load_more(given)
    elif what == "versions":
        from bench.versions import load_versions

        load_versions()
    else:
        {"sites": make_sites, "items": load_items}[what](Path(given))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
