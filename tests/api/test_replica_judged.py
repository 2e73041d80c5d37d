"""What a process makes of how far both servers say they are: it reads from nothing that is not the primary's."""

import pytest

from api.http.reading import Position, Replica

SYSTEM, OTHER = 7_001, 7_002


def primary(lsn: int, number: int) -> Position:
    return Position(lsn, SYSTEM, is_standby=False, number=number)


def standby(lsn: int, number: int, system: int = SYSTEM) -> Position:
    return Position(lsn, system, is_standby=True, number=number)


@pytest.fixture
def replica() -> Replica:
    """Good, three versions in the log."""
    found = Replica(3)
    found.judge(0.0, primary(100, 3), standby(100, 3), is_known=True)
    assert (found.is_good, found.lag) == (True, 0.0)
    return found


@pytest.mark.parametrize(
    ("found", "is_known", "fault"),
    [
        (standby(120, 4), True, ""),
        (standby(100, 3), True, ""),  # what it lacks was written a second ago
        (Position(120, SYSTEM, is_standby=False, number=4), True, "no_standby"),
        (standby(120, 4, OTHER), True, "another_server"),
        (standby(130, 5), False, "diverged"),  # ahead, with a version that the primary does not know
        (standby(120, 4), False, "diverged"),  # as far, by another version of the same number
        (standby(120, 3), True, "diverged"),  # as far, and without what the primary had published by then
        (None, True, "lost"),
    ],
)
def test_a_replica_is_good_while_what_it_has_is_the_primary_s(
    replica: Replica, found: Position | None, is_known: bool, fault: str
) -> None:
    replica.judge(1.0, primary(120, 4), found, is_known=is_known)
    replica.judge(2.0, primary(120, 4), found, is_known=is_known)
    assert (replica.fault, replica.is_good) == (fault, not fault)


def test_what_is_behind_for_too_long_is_left_until_it_has_caught_up(replica: Replica) -> None:
    for second in (1.0, 2.0, 3.0):
        replica.judge(second, primary(100 + int(second), 4), standby(100, 3), is_known=True)
        assert replica.is_good
    replica.judge(5.0, primary(120, 4), standby(100, 3), is_known=True)
    assert (replica.fault, replica.lag) == ("behind", 5.0)
    replica.judge(6.0, primary(120, 4), standby(120, 4), is_known=True)
    assert replica.is_good


@pytest.mark.parametrize(("found", "is_known"), [(standby(120, 4, OTHER), True), (standby(120, 4), False)])
def test_a_doubt_stays_while_the_primary_is_silent(replica: Replica, found: Position, is_known: bool) -> None:
    replica.judge(1.0, primary(120, 4), found, is_known=is_known)
    replica.judge(2.0, None, found, is_known=True)
    assert not replica.is_good, "nobody has said that it is the primary's by now"
    replica.judge(3.0, primary(120, 4), standby(120, 4), is_known=True)
    assert replica.is_good
    replica.judge(4.0, None, standby(120, 4), is_known=True)
    assert replica.is_good, "without the primary it goes on saying what it has"
