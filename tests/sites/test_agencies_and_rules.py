"""The register of agencies, and the regulation."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from sites.agencies.actions import keep_agency, record_succession
from sites.agencies.models import AgencyName
from sites.agencies.selectors import agencies_on, agency_named, name_on
from sites.memory import remembering
from sites.refusals import Invalid, Missing, Refused
from sites.rules.actions import correct_rule, keep_basis, set_rule
from sites.rules.models import LegalBasis, Rule
from sites.rules.selectors import rule_for, rules_ever, value_for
from tests.factories.sites import make_administrator, make_agency, make_person, make_site

pytestmark = pytest.mark.django_db
CHANGE = date(2018, 12, 1)
KEY = "doc.own.publish"


@pytest.fixture
def basis() -> LegalBasis:
    return keep_basis(make_administrator(), code="nd-43-2011", values={"title": "Nghị định 43/2011/NĐ-CP"})


def make_rule(basis: LegalBasis, value: object = 2, **fields: object) -> Rule:
    return Rule(
        **{"key": KEY, "value": value, "unit": "working_day", "basis": basis, "article": "Điều 17.1c", **fields}
    )


# --- agencies --------------------------------------------------------------------------------------------------------


def test_an_agency_is_called_by_its_name_of_the_day() -> None:
    agency = make_agency("dongxoai", name="Thị xã Đồng Xoài")
    agency.names.update(held_from=date(1999, 9, 1), held_to=CHANGE)
    AgencyName.objects.create(
        agency=agency,
        name_vi="Thành phố Đồng Xoài",
        name_en="City",
        held_from=date(2019, 1, 1),
        held_to=date(2025, 7, 1),
    )
    assert name_on(agency, date(2018, 11, 30)).name_vi == "Thị xã Đồng Xoài"
    assert name_on(agency, date(2019, 1, 1)).name_vi == "Thành phố Đồng Xoài"
    assert name_on(agency, date(1990, 1, 1)).name_vi == "Thị xã Đồng Xoài", "before the first name: the first"
    assert name_on(agency, CHANGE).name_vi == "Thị xã Đồng Xoài", "in a gap: the one before"
    assert name_on(agency, date(2030, 1, 1)).name_vi == "Thành phố Đồng Xoài", "after the last: the last"


def test_an_agency_without_a_name_says_so() -> None:
    agency = make_agency()
    agency.names.all().delete()
    with pytest.raises(Missing):
        name_on(agency, CHANGE)
    with pytest.raises(Missing):
        agency_named("ghost")


def test_an_agency_has_one_name_a_day() -> None:
    agency = make_agency()
    with pytest.raises(IntegrityError, match="agency_has_one_name_a_day"):
        AgencyName.objects.create(agency=agency, name_vi="Tên khác", name_en="Other", held_from=CHANGE)


def test_the_register_is_kept_by_administrators() -> None:
    agency = make_agency()
    names = [{"name_vi": "Sở Tài chính mới", "name_en": "New", "held_from": None}]
    with pytest.raises(Refused):
        keep_agency(make_person(), code="stc", values={"phone": "1"}, names=names)
    keep_agency(make_administrator(), code="stc", values={"phone": "0271"}, names=names)
    agency.refresh_from_db()
    assert (agency.phone, agency.names.get().name_vi) == ("0271", "Sở Tài chính mới")
    overlapping = [{"name_vi": "Thứ hai", "name_en": "Second", "held_from": CHANGE}]
    with pytest.raises(Invalid):
        keep_agency(make_administrator(), code="stc", values={}, names=overlapping)


def test_agencies_exist_on_their_days_and_follow_each_other() -> None:
    old, new = make_agency("skhdt"), make_agency("stc")
    old.valid_to = new.valid_from = CHANGE
    old.save()
    new.save()
    record_succession(make_administrator(), predecessor=old, successor=new, on=CHANGE, basis="Nghị quyết")
    assert list(agencies_on(date(2018, 11, 30))) == [old]
    assert list(agencies_on(CHANGE)) == [new]
    assert new.preceded_by.get().predecessor == old
    with pytest.raises(Invalid):
        record_succession(make_administrator(), predecessor=old, successor=old, on=CHANGE, basis="Nghị quyết")


# --- rules -----------------------------------------------------------------------------------------------------------


def test_a_new_rule_ends_the_running_one_the_day_before(basis: LegalBasis) -> None:
    administrator = make_administrator()
    old = set_rule(administrator, rule=make_rule(basis))
    new = set_rule(administrator, rule=make_rule(basis, 1, holds_from=CHANGE))
    assert rule_for(KEY, on=date(2018, 11, 30)) == old
    assert rule_for(KEY, on=CHANGE) == new
    old.refresh_from_db()
    assert old.holds_to == CHANGE


def test_a_rule_does_not_overwrite_history(basis: LegalBasis) -> None:
    administrator = make_administrator()
    set_rule(administrator, rule=make_rule(basis, holds_from=CHANGE))
    for rule in (
        make_rule(basis, 1),
        make_rule(basis, 1, holds_from=CHANGE),
        make_rule(basis, 1, holds_from=date(2018, 1, 1)),
    ):
        with pytest.raises(Invalid) as refusal:
            set_rule(administrator, rule=rule)
        assert "holds_from" in refusal.value.errors
    assert Rule.objects.count() == 1


def test_setting_what_holds_changes_nothing(basis: LegalBasis) -> None:
    rule = set_rule(make_administrator(), rule=make_rule(basis))
    assert set_rule(make_administrator(), rule=make_rule(basis)) == rule
    assert Rule.objects.count() == 1


def test_rules_do_not_overlap_whatever_writes_them(basis: LegalBasis) -> None:
    make_rule(basis).save()
    with pytest.raises(IntegrityError, match="one_rule_a_key_site_and_day"):
        make_rule(basis, 5, holds_from=CHANGE).save()


def test_a_site_may_differ_from_the_province(basis: LegalBasis) -> None:
    administrator, stc, sxd = make_administrator(), make_site(), make_site("sxd")
    set_rule(administrator, rule=make_rule(basis))
    set_rule(administrator, rule=make_rule(basis, 1, site=stc))
    assert (value_for(KEY, site=stc), value_for(KEY, site=sxd), value_for(KEY)) == (1, 2, 2)


def test_while_a_screen_is_drawn_rules_of_all_days_are_read_once_and_say_the_same(basis: LegalBasis) -> None:
    administrator, stc, sxd = make_administrator(), make_site(), make_site("sxd")
    set_rule(administrator, rule=make_rule(basis, holds_to=CHANGE))
    set_rule(administrator, rule=make_rule(basis, 3, holds_from=CHANGE))
    set_rule(administrator, rule=make_rule(basis, 1, site=stc))
    for key in (f"{KEY}.urgent", f"{KEY}-not", "doc.own"):
        set_rule(administrator, rule=make_rule(basis, 9, key=key))

    def said() -> list[object]:
        one, all_sites = rules_ever(KEY, sites=[sxd.pk]), rules_ever(KEY, sites=[stc.pk, sxd.pk])
        days = (date(2018, 11, 30), CHANGE)
        of_days = [value_for(KEY, site=site, on=day) for day in days for site in (None, stc, sxd)]
        return [sorted(map(repr, (rule.value for rule in found))) for found in (one, all_sites)] + [of_days]

    afresh = said()
    assert afresh == [["2", "3", "9"], ["1", "2", "3", "9"], [2, 1, 2, 3, 1, 3]]
    with CaptureQueriesContext(connection) as queries, remembering():
        assert said() == afresh
    assert len(queries) == 1


def test_a_rule_is_asked_for_today_and_missed_loudly(basis: LegalBasis) -> None:
    set_rule(make_administrator(), rule=make_rule(basis, holds_from=date(2026, 11, 23)))
    with time_machine.travel("2026-11-22T16:59:00+00:00", tick=False):
        with pytest.raises(Missing):
            rule_for(KEY)
        assert value_for(KEY, default=9) == 9
    with time_machine.travel("2026-11-22T17:00:00+00:00", tick=False):
        assert rule_for(KEY).basis == basis


def test_a_writer_sets_no_rules(basis: LegalBasis) -> None:
    with pytest.raises(Refused):
        set_rule(make_person(), rule=make_rule(basis))
    rule = set_rule(make_administrator(), rule=make_rule(basis))
    rule.value = 3
    with pytest.raises(Refused):
        correct_rule(make_person("khac"), rule=rule)
    assert value_for(KEY) == 2


def test_a_rule_that_ends_before_it_begins_names_the_fault(basis: LegalBasis) -> None:
    with pytest.raises(Invalid) as refusal:
        set_rule(make_administrator(), rule=make_rule(basis, holds_from=CHANGE, holds_to=date(2018, 1, 1)))
    assert "holds_to" in refusal.value.errors
