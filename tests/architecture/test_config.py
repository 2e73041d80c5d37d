"""The one reader of the environment."""

import dataclasses

import pytest

from cms.project import config

SAFE = {
    "MODE": "production",
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://user:word@db/name",
    "ALLOWED_HOSTS": "quantri.binhphuoc.gov.vn,binhphuoc.gov.vn",
    "ADMIN_BASE_URL": "https://quantri.binhphuoc.gov.vn",
    "STATE_DIR": "/srv/cong-tinh",
    "EMAIL_URL": "smtp+tls://user:word@mail:587",
    "EMAIL_FROM": "cong@binhphuoc.gov.vn",
}


def test_production_starts_when_all_is_given() -> None:
    assert config.read(SAFE).is_production


def test_production_names_everything_that_is_missing_at_once() -> None:
    with pytest.raises(config.Misconfigured) as caught:
        config.read({})
    for name in SAFE.keys() - {"MODE"}:
        assert f"{name} is missing" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is not safe"),
        ("SECRET_KEY", "only-for-demo-and-tests-" + "x" * 60, "SECRET_KEY is not safe"),
        ("DATABASE_URL", "sqlite:///db", "does not name PostgreSQL"),
        ("DATABASE_URL", "", "DATABASE_URL is missing"),
        ("ALLOWED_HOSTS", "*", "holds '*'"),
        ("ADMIN_BASE_URL", "http://quantri.binhphuoc.gov.vn", "not https"),
        ("DEBUG", "1", "there is no debug mode"),
    ],
)
def test_production_refuses_to_start_unsafe(name: str, value: str, fault: str) -> None:
    with pytest.raises(config.Misconfigured, match=fault):
        config.read({**SAFE, name: value})


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(config.Misconfigured, match="MODE is 'staging'"):
        config.read({"MODE": "staging"})


def test_every_setting_is_documented() -> None:
    text = (config.ROOT / "docs" / "reference" / "settings.md").read_text()
    names = {"MODE", *(fault.split()[0] for fault in _faults())}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
    assert dataclasses.fields(config.Config)


def _faults() -> list[str]:
    with pytest.raises(config.Misconfigured) as caught:
        config.read({})
    return [line.removeprefix("- ") for line in str(caught.value).splitlines()[1:]]


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ("filemail:////srv/mail", {"file_path": "/srv/mail"}),
        ("smtp+tls://user:word@mail:587", {"host": "mail", "port": 587, "use_tls": True}),
        ("consolemail://", {}),
    ],
)
def test_mails_go_where_the_address_says(given: str, options: dict[str, object]) -> None:
    mailer = config.mailer(config.read({**SAFE, "EMAIL_URL": given}).email)
    assert dict(mailer.get("OPTIONS", {})).items() >= options.items()  # type: ignore[call-overload]
