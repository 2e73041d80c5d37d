"""Reading what public files say, so that they are found through the items that show them. Done by the worker, later.

What is read is what is public: the copy in the public storage. Nothing waits for it, and it can be done again.
"""

from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import QuerySet

from api.publications.drain import drain_lock
from api.publications.enums import Reading
from api.publications.frames import MEDIUM
from api.publications.models import FileText
from cms.manuscripts.limits import MEGABYTE, limits_of
from cms.manuscripts.visible import Bounds, Unreadable, visible_words
from sites.rules.selectors import rule_for, value_for

READER = 1  # raise it when other words come out: every file is then read again
RULE = "search.files"
AT_ONCE = 20  # files of one job
FIND_BY_FILE = """
update api_publications_findable f set files = publications_files(c.words[8], c.locale)
from api_publications_current c where c.id = f.current_id and c.deps @> array[%s]
"""


def read_waiting_files() -> int:
    """Read some files that nobody has read, or an older reader has, if a rule says how much. Returns how many."""
    if value_for(RULE) is None:
        return 0
    older = FileText.objects.exclude(state=Reading.WAITING).filter(reader__lt=READER)
    if older.exists():
        _wait(older)
    names = list(
        FileText.objects.filter(state=Reading.WAITING).order_by("name").values_list("name", flat=True)[:AT_ONCE]
    )
    for name in names:
        read_file(name)
    return len(names)


def wait_again() -> int:
    """Have every file read anew. Returns how many there are."""
    return _wait(FileText.objects.all())


def _wait(some: QuerySet[FileText]) -> int:
    """To be read anew. Under the lock, because kept answers of every site that shows them end with it."""
    with drain_lock(), transaction.atomic():
        return some.update(state=Reading.WAITING)


def read_file(name: str) -> None:
    """Read one public file, and have it found through the items that show it. Nothing to do for one taken back."""
    state, text = _read(name)
    with drain_lock(), transaction.atomic():
        if FileText.objects.filter(name=name).update(state=state, text=text, reader=READER):
            with connection.cursor() as cursor:
                cursor.execute(FIND_BY_FILE, [f"{MEDIUM}{name}"])


def _read(name: str) -> tuple[Reading, str]:
    rule = rule_for(RULE).value
    public = storages["public"]
    try:
        if public.size(name) > rule["megabytes"] * MEGABYTE:
            return Reading.REFUSED, ""
        with public.open(name, "rb") as opened:
            data = opened.read()
        bounds = Bounds(rule["pages"], rule["letters"], rule["seconds"])
        text = visible_words(data, name=name, limits=limits_of(None), bounds=bounds)
    except (OSError, Unreadable):
        return Reading.REFUSED, ""
    return (Reading.READ, text) if text else (Reading.SILENT, "")
