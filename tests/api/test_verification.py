"""The chain holds, tampering is found, and what is current can be made again from the log."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection

from api.publications.actions import rebuild
from api.publications.log import hash_of
from api.publications.models import Current, HostRow, Version
from api.publications.payloads import row_of
from api.publications.verification import differences
from cms.news.models import NewsPage
from sites.domains.models import PublicSite
from tests.factories.api import current, settle, withdrawal
from tests.factories.cms import fresh, make_news, publish, section_of


def fill() -> None:
    """A published item, a withdrawn one and a held one in the log."""
    section = section_of(PublicSite.objects.get(code="stc"))
    page, ended, held = (make_news(section, title=title) for title in ("Còn", "Hết", "Giữ"))
    for each in (page, ended, held):
        publish(each)
    settle()
    withdrawal(ended, notice="Hết hiệu lực")
    NewsPage.objects.filter(pk=held.pk).update(summary="Chưa duyệt")
    settle()


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """The published item of `fill`."""
    return NewsPage.objects.get(title="Còn")


def unlocked(statement: str, *parameters: object) -> None:
    """Write behind the triggers' back, as an attacker with the database's own rights would."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("set session_replication_role = origin")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update api_publications_version set causes = '{minor}' where seq = 5", "is not what its hash says"),
        ("update api_publications_version set at = at - interval '1 day' where seq = 5", "is not what its hash says"),
        ("delete from api_publications_version where seq = 5", "5 was expected"),
        ("update api_publications_body set bytes = '{}'", "is not what its hash says"),
        ("update api_publications_current set whole = '{}' where kind = 'page'", "its row is not what version"),
        ("update api_publications_current set terms = '{}' where kind = 'page'", "terms"),
        ("update api_publications_current set held = true", "held"),
        ("update api_publications_hostrow set first_locale = 'en'", "is not what the sites say"),
        ("delete from api_publications_current where kind = 'page' and state = 'live'", "the log does not know it"),
        ("delete from api_publications_current where kind = 'page' and state = 'live'", "is not filed as it says"),
        ("delete from api_publications_filed where term = 'type:news'", "is not filed as it says"),
        ("update api_publications_filed set term = 'type:notice' where term = 'type:news'", "is not filed as it says"),
        ("update api_publications_filed set current_id = current_id + 1", "is not filed as it says"),
        ("update api_publications_filed set month = month + 31", "is not filed as it says"),
        ("update api_publications_filed set type = 'notice'", "is not filed as it says"),
    ],
)
def test_tampering_is_found(item: NewsPage, statement: str, says: str) -> None:
    unlocked(statement)
    assert any(says in difference for difference in differences())


def test_a_forged_version_with_a_fitting_hash_breaks_the_chain(item: NewsPage) -> None:
    forged = Version.objects.get(pk=5)
    forged.causes = ["minor"]
    unlocked(
        "update api_publications_version set causes = '{minor}', hash = %s where seq = 5",
        hash_of(forged),
    )
    assert any("version 6: does not follow" in difference for difference in differences())


def test_a_change_behind_the_triggers_is_found(item: NewsPage) -> None:
    unlocked("update cms_news_newspage set summary = 'Sau lưng' where page_ptr_id = %s", item.pk)
    assert any("held" in difference for difference in differences())


def test_the_command_prints_zero_differences_and_fails_on_any(item: NewsPage) -> None:
    assert differences() == []
    unlocked("update api_publications_current set etag = ''")
    assert differences() != []


def test_rebuilding_makes_the_same_rows_and_no_version(item: NewsPage) -> None:
    columns = [field.name for field in Current._meta.concrete_fields if field.name != "id"]
    before = list(Current.objects.order_by("seq").values_list(*columns))
    count = Version.objects.count()
    unlocked("delete from api_publications_current")
    unlocked("delete from api_publications_hostrow")
    rebuild()
    after = list(Current.objects.order_by("seq").values_list(*columns))
    assert _plain(after) == _plain(before)
    assert Version.objects.count() == count
    assert HostRow.objects.count() == 2
    assert differences() == []


def _plain(rows: list[tuple[object, ...]]) -> list[list[object]]:
    return [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows]


def test_a_row_is_a_function_of_version_and_text_alone(item: NewsPage) -> None:
    version = Version.objects.get(pk=current(item).seq)
    row = row_of(version, bytes(version.body.bytes))
    with_another_order = Version.objects.get(pk=version.pk)
    with_another_order.frame = json.loads(json.dumps(version.frame, sort_keys=True))
    assert row_of(with_another_order, bytes(version.body.bytes)).whole == row.whole


def test_the_chain_stays_sound_over_many_changes(item: NewsPage) -> None:
    for number in range(3):
        page = fresh(item)
        page.title = f"Lần {number}"
        page.save_revision()
        publish(fresh(page))
        settle()
    assert differences() == []


def test_the_commands_answer(in_own_database: str) -> None:
    output = io.StringIO()
    call_command("check_publications", stdout=output)
    assert output.getvalue() == "0 differences\n"
    call_command("rebuild_publications", stdout=output)
    with connection.cursor() as cursor:
        cursor.execute("update api_publications_current set etag = ''")
    with pytest.raises(SystemExit):
        call_command("check_publications", stdout=output)
