"""The product as it runs: databases copied from a template, the server and the worker as processes of their own.

For journeys in a browser, concurrency and crash tests. Everything listens on loopback only.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "Mot-Cong-34-Tinh"
DOMAIN = "binhphuoc.localhost"
PATIENCE = 60.0
LET_GO = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s"


def address_of(database: str, server: str | None = None) -> str:
    """The `DATABASE_URL` of a database on the server of the run (or on the server whose URL is given)."""
    parts = urlsplit(server or os.environ["DATABASE_URL"])
    return f"{parts.scheme}://{parts.netloc}/{database}?{parts.query}"  # urlunsplit drops an empty netloc


def copy_database(name: str, *, template: str, server: str | None = None) -> str:
    """Make database `name` anew as a copy of `template`, to which nobody stays connected. Returns its address."""
    with psycopg.connect(address_of("postgres", server), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", [template]
        )
    return _made_anew(name, sql.SQL("template {}").format(sql.Identifier(template)), server)


def empty_database(name: str, *, server: str | None = None) -> str:
    """Make database `name` anew with nothing in it, sorting and folding letters as production. Returns its address."""
    return _made_anew(name, sql.SQL("template template0 locale_provider builtin builtin_locale 'C.UTF-8'"), server)


def _made_anew(name: str, how: sql.Composable, server: str | None) -> str:
    with psycopg.connect(address_of("postgres", server), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {} {}").format(sql.Identifier(name), how))
    return address_of(name, server)


def drop_database(name: str, *, server: str | None = None) -> None:
    """Remove a database, whoever is connected to it."""
    with psycopg.connect(address_of("postgres", server), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def environment_of(address: str, state: Path, port: int = 8000) -> dict[str, str]:
    """What a process of the stack is told."""
    return {
        **os.environ,
        "MODE": "test",
        "DATABASE_URL": address,
        "STATE_DIR": str(state),
        "PUBLIC_PORT": str(port),
        "ADMIN_BASE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"filemail:///{state / 'mail'}",
        "DEMO_PASSWORD": PASSWORD,
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }


def manage(environment: Mapping[str, str], *words: str) -> str:
    """Run a management command. Returns what it printed; raises with everything that it said if it failed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def free_port() -> int:
    """A port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """A server and a worker on one database. `log` holds what they said; `told` is what else they are told."""

    address: str
    state: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return {**environment_of(self.address, self.state, self.port), **self.told}

    @property
    def url(self) -> str:
        """The address of the server, without a trailing slash."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """The file that both processes write to."""
        return self.state / "log"

    def start(self, *names: str) -> None:
        """Start `web`, `worker`, or both, and wait until the server answers."""
        commands = {
            "web": [
                *("-m", "gunicorn", "-c", "cms/project/gunicorn.py"),
                *("-b", f"127.0.0.1:{self.port}", "cms.project.wsgi"),
            ],
            "worker": ["manage.py", "worker"],
        }
        self.state.mkdir(parents=True, exist_ok=True)
        for name in names or tuple(commands):
            with self.log.open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, *commands[name]],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        if "web" in self.processes:
            self._until_answers()

    def begin_anew(self, template: str) -> None:
        """The database as the template has it, no files, and a worker that knows nothing of what was before."""
        self.kill("worker")
        copy_database(urlsplit(self.address).path.removeprefix("/"), template=template)
        for kept in ("media", "mail"):
            shutil.rmtree(self.state / kept, ignore_errors=True)
        self.start("worker")

    def kill(self, name: str) -> None:
        """SIGKILL a process and all that it started: no chance to tidy up."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End what runs, gently, then by force."""
        for process in self.processes.values():
            process.terminate()
        for name in tuple(self.processes):
            try:
                self.processes[name].wait(10)
                del self.processes[name]
            except subprocess.TimeoutExpired:
                self.kill(name)

    def _until_answers(self) -> None:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if self.processes["web"].poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return
            time.sleep(0.1)
        raise AssertionError(f"the server does not answer:\n{self.log.read_text()}")


@contextlib.contextmanager
def running_stack(name: str, *, template: str, state: Path, port: int | None = None) -> Iterator[Stack]:
    """A stack on a fresh copy of a template, gone at the end."""
    stack = Stack(copy_database(name, template=template), state, port or free_port())
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        drop_database(name)
