"""Files of what is public: put out before the version that names them commits, taken back after the last reference.

Which names are referred to is read from `Current`, so that nothing is counted and nothing can be miscounted.
"""

from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import connection, transaction

from api.publications.frames import MEDIUM
from api.publications.models import FileText, Medium
from api.publications.things import Last
from cms.media.actions import publish_media, withdraw_media

REFERRED_TO = """
select distinct substr(name, %s) from api_publications_current, unnest(deps) name
where state = 'live' and name like %s and (%s::text[] is null or deps && %s::text[])
"""


def media_in(last: Last | None) -> list[str]:
    """The public names that a version referred to."""
    deps = last.frame.get("_deps", ()) if last else ()
    return [name.removeprefix(MEDIUM) for name in deps if name.startswith(MEDIUM)]


def put_out(names: set[str]) -> None:
    """Make renditions and files public, and write down how large they are. Raises as `publish_media`."""
    if names:
        publish_media(names)
        _note_sizes(names)


def _note_sizes(names: set[str]) -> None:
    """Write down the size of those of which it is not known yet. What lies nowhere has none."""
    public = storages["public"]
    new = names - set(Medium.objects.filter(name__in=names).values_list("name", flat=True))
    rows = [Medium(name=name, size=public.size(name)) for name in sorted(new) if public.exists(name)]
    Medium.objects.bulk_create(rows, ignore_conflicts=True)


def let_go_after_commit(names: Iterable[str]) -> None:
    """Once this pass has committed, and still under its lock, take back what nothing live refers to any more."""
    given_up = set(names)
    if given_up:
        transaction.on_commit(lambda: _withdraw(given_up - referred_to(given_up)), robust=True)


def _withdraw(names: set[str]) -> None:
    """Take back files, and what was read in them or written down about them."""
    withdraw_media(names)
    for model in (FileText, Medium):
        model.objects.filter(name__in=names).delete()


def referred_to(names: Iterable[str] | None = None) -> set[str]:
    """The public names (of these, or all) that something live refers to."""
    wanted = None if names is None else [f"{MEDIUM}{name}" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(REFERRED_TO, [len(MEDIUM) + 1, f"{MEDIUM}%", wanted, wanted])
        return {row[0] for row in cursor.fetchall()}


def public_names_stored() -> set[str]:
    """What lies in the public storage; files on their way in are left out."""
    storage = storages["public"]
    if not storage.exists(""):
        return set()
    return {name for name in storage.listdir("")[1] if not name.startswith(".")}


def sweep() -> None:
    """Take back what a killed process left: public files that nothing live refers to. The caller holds the lock.

    Also finds out the sizes that are not known.
    """
    referred = referred_to()
    withdraw_media(public_names_stored() - referred)
    for model in (FileText, Medium):
        model.objects.exclude(name__in=referred).delete()
    _note_sizes(referred)
