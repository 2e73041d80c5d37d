"""Which machines outside are spoken to: those of the public net, at the address that was checked; none beside us."""

import socket
from functools import partial

import pytest

from sites.outside.addresses import is_public
from sites.outside.wire import Fault, Machine, Question, exchange
from tests.factories.hooks import answering, receiving, sleeping

PUBLIC = ("203.113.131.1", "8.8.8.8", "2001:4860:4860::8888", "2400:cb00::1")
CLOSED = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
    "fd00:ec2::254", "100::1", "5f00::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_net_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_beside_us_is_none(address: str) -> None:
    assert not is_public(address)


def asked(machine: Machine, *, seconds: float = 3, most: int = 100) -> tuple[int, bytes]:
    answer = exchange(machine, Question("POST", "/", b"x"), seconds=seconds, most=most)
    return answer.status, answer.body


def fault_of(machine: Machine, **limits: float) -> str:
    with pytest.raises(Fault) as caught:
        asked(machine, **limits)  # type: ignore[arg-type]
    return caught.value.code


def test_every_address_of_a_name_has_to_be_allowed() -> None:
    with receiving() as receiver:
        machine = partial(Machine, "localhost", receiver.port, False)
        assert asked(machine(lambda _address: True))[0] == 204
        assert fault_of(machine(is_public)) == "not_allowed"
        known = {str(entry[4][0]) for entry in socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)}
        last = sorted(known)[-1]
        assert fault_of(machine(lambda address: address != last)) == "not_allowed"
        assert len(receiver.got) == 1


def test_a_name_that_means_another_machine_a_moment_later_is_asked_once_and_the_checked_address_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the second answer of the resolver is never asked for."""
    said: list[str] = []

    def resolve(host: str, port: int, **_kinds: object) -> list[object]:
        said.append(host)
        address = "127.0.0.1" if len(said) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with receiving() as receiver:
        real = socket.getaddrinfo

        def first_ours(host: str, port: int, *args: object, **kinds: object) -> object:
            return resolve(host, port) if host == "doi-ten.example" else real(host, port, *args, **kinds)  # type: ignore[arg-type]

        monkeypatch.setattr(socket, "getaddrinfo", first_ours)
        machine = Machine("doi-ten.example", receiver.port, False, allows=lambda address: address == "127.0.0.1")
        assert asked(machine)[0] == 204
        assert said == ["doi-ten.example"]
        assert receiver.got[0].headers["host"] == f"doi-ten.example:{receiver.port}"


def test_nothing_is_followed() -> None:
    with receiving() as other, receiving(answering(302, Location=other.url)) as receiver:
        assert asked(Machine("127.0.0.1", receiver.port, False, lambda _address: True))[0] == 302
        assert other.got == []


def test_who_does_not_answer_in_time_is_left_and_of_a_long_answer_the_beginning_is_read() -> None:
    with receiving(sleeping(3)) as slow, receiving(answering(200, b"a" * 500)) as long:
        assert fault_of(Machine("127.0.0.1", slow.port, False, lambda _address: True), seconds=0.3) == "timeout"
        answer = exchange(
            Machine("127.0.0.1", long.port, False, lambda _address: True), Question("GET", "/"), seconds=3, most=100
        )
    assert (answer.body, answer.is_whole) == (b"a" * 100, False)


def test_a_name_that_is_none_and_a_port_where_nobody_listens() -> None:
    assert fault_of(Machine("khong-co.invalid", 80, False, lambda _address: True)) == "unknown_host"
    assert fault_of(Machine("a" * 70 + ".example", 80, False, lambda _address: True)) == "unknown_host"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert fault_of(Machine("127.0.0.1", free.getsockname()[1], False, lambda _address: True)) == "unreachable"


def test_without_a_certificate_nothing_is_sent() -> None:
    with receiving() as receiver:
        assert fault_of(Machine("127.0.0.1", receiver.port, True, lambda _address: True)) in ("not_trusted", "timeout")
        assert receiver.got == []
