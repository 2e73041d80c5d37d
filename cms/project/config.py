"""The one reader of the environment.

Every setting that an operator may give is a field of `Config`; `read()` reports all that is missing or wrong at once.
"""

import hashlib
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]
MODES = ("production", "demo", "test")
LEAST_KEY = 50

OPTIONAL = {
    "EMAIL_URL": "mails are printed, nobody gets them",
    "DATABASE_REPLICA_URL": "readers are answered from the primary database alone",
    "REDIS_URL": "the cache is a table of the database",
    "METRICS_TOKEN": "/metrics answers this machine only, and nobody behind a proxy",
    "MACHINE_SERVERS": "no machine helps translators; memory, glossary and files for bureaus do",
    "CDN_PURGE_URL": "no cache in front is told what changed by tags; it finds out within two minutes",
    "RECEIPTS_DOOR": "receipts are had by the public names of the sites, which have to lead here from this machine",
    "PROXIES": "no proxy is trusted; HTTPS has to end here",
}

type Mode = Literal["production", "demo", "test"]


class Misconfigured(Exception):
    """The environment does not describe a system that may start; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the environment says. Paths are absolute; `database` is a Django database mapping without options."""

    mode: Mode
    secret_key: str
    database: Mapping[str, object]
    replica: Mapping[str, object]
    replica_lag: int
    reading_seconds: int
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    admin_base_url: str
    public_scheme: str
    public_port: int
    state_dir: Path
    static_dir: Path
    email: Mapping[str, object]
    email_from: str
    redis_url: str
    proxies: int
    pool_size: int
    metrics_token: str
    reads_a_minute: int
    searches_a_minute: int
    machine_servers: tuple[str, ...]
    machine_networks: tuple[str, ...]
    answers_kept_mib: int
    webhooks_to_loopback: bool
    cdn_purge_urls: tuple[str, ...]
    cdn_purge_method: str
    cdn_purge_header: str
    cdn_frontend_cache: Mapping[str, Mapping[str, object]]
    receipts_door: str

    @property
    def is_production(self) -> bool:
        """Whether unsafe settings are refused."""
        return self.mode == "production"


def state_dir_of_demo() -> Path:
    """Where the demo keeps database and files: inside the clone, or for root in a folder that others may cross."""
    if "STATE_DIR" in os.environ:
        return Path(os.environ["STATE_DIR"]).absolute()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/cong-tinh") / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return ROOT / "var"


def read(source: Mapping[str, str] | None = None) -> Config:
    """Read the environment.

    Raises `Misconfigured` with every fault in one message.
    """
    env = environ.Env()
    env.ENVIRON = dict(os.environ if source is None else source)
    mode = cast("Mode", env.str("MODE", default="production"))
    if mode not in MODES:
        raise Misconfigured(f"MODE is {mode!r}: it is one of {', '.join(MODES)}")
    own = _faults_of_production(env) if mode == "production" else []
    faults = [*own, *_faults_of_machines(env), *_faults_of_caches(env), *_faults_of_receipts(env)]
    faults += _faults_of_webhooks(env, mode)
    if faults:
        raise Misconfigured("The system does not start:\n" + "\n".join(f"- {fault}" for fault in faults))
    state_dir = Path(env.str("STATE_DIR", default=str(state_dir_of_demo()))).absolute()
    return Config(
        mode=mode,
        secret_key=env.str("SECRET_KEY", default="only-for-demo-and-tests-" + "x" * LEAST_KEY),
        database=env.db_url("DATABASE_URL", default="postgres:///cong_tinh?user=postgres"),
        replica=env.db_url("DATABASE_REPLICA_URL") if env.str("DATABASE_REPLICA_URL", default="") else {},
        replica_lag=env.int("DATABASE_REPLICA_LAG", default=5),
        reading_seconds=env.int("READING_SECONDS", default=10),
        allowed_hosts=tuple(env.list("ALLOWED_HOSTS", default=["*"])),
        csrf_trusted_origins=tuple(env.list("CSRF_TRUSTED_ORIGINS", default=[])),
        admin_base_url=env.str("ADMIN_BASE_URL", default="http://localhost:8000"),
        public_scheme=env.str("PUBLIC_SCHEME", default="https" if mode == "production" else "http"),
        public_port=env.int("PUBLIC_PORT", default=443 if mode == "production" else 8000),
        state_dir=state_dir,
        static_dir=Path(env.str("STATIC_DIR", default=str(state_dir / "static"))).absolute(),
        email=env.email_url("EMAIL_URL", default="consolemail://"),
        email_from=env.str("EMAIL_FROM", default="khong-tra-loi@binhphuoc.localhost"),
        redis_url=env.str("REDIS_URL", default=""),
        proxies=env.int("PROXIES", default=0),
        pool_size=env.int("DATABASE_POOL", default=8),
        metrics_token=env.str("METRICS_TOKEN", default=""),
        reads_a_minute=env.int("READS_A_MINUTE", default=0 if mode == "test" else 3_000),
        searches_a_minute=env.int("SEARCHES_A_MINUTE", default=0 if mode == "test" else 300),
        machine_servers=tuple(env.list("MACHINE_SERVERS", default=[])),
        machine_networks=tuple(env.list("MACHINE_NETWORKS", default=[])),
        answers_kept_mib=env.int("ANSWERS_KEPT_MIB", default=16),
        webhooks_to_loopback=env.bool("WEBHOOKS_TO_LOOPBACK", default=False),
        cdn_purge_urls=tuple(env.list("CDN_PURGE_URL", default=[])),
        cdn_purge_method=env.str("CDN_PURGE_METHOD", default="PURGE"),
        cdn_purge_header=env.str("CDN_PURGE_HEADER", default=""),
        cdn_frontend_cache=env.json("CDN_FRONTEND_CACHE", default={}),
        receipts_door=env.str("RECEIPTS_DOOR", default="" if mode == "production" else "127.0.0.1"),
    )


def not_given(source: Mapping[str, str] | None = None) -> tuple[tuple[str, str], ...]:
    """The optional settings that are not given, each with what happens instead."""
    given = os.environ if source is None else source
    return tuple((name, instead) for name, instead in OPTIONAL.items() if not given.get(name))


def mailer(email: Mapping[str, object]) -> dict[str, object]:
    """The entry of Django's `MAILERS` for what `EMAIL_URL` said."""
    backend = str(email["EMAIL_BACKEND"])
    if path := email.get("EMAIL_FILE_PATH"):
        return {"BACKEND": backend, "OPTIONS": {"file_path": path}}
    if not backend.endswith("smtp.EmailBackend"):
        return {"BACKEND": backend}
    options = {
        "host": email.get("EMAIL_HOST"),
        "port": email.get("EMAIL_PORT"),
        "username": email.get("EMAIL_HOST_USER"),
        "password": email.get("EMAIL_HOST_PASSWORD"),
        "use_tls": email.get("EMAIL_USE_TLS", False),
        "use_ssl": email.get("EMAIL_USE_SSL", False),
        "timeout": 20,
    }
    return {"BACKEND": backend, "OPTIONS": {key: value for key, value in options.items() if value is not None}}


def _faults_of_machines(env: environ.Env) -> list[str]:
    """What is wrong with the servers that may help translators: each is one line."""
    faults = []
    for given in env.list("MACHINE_SERVERS", default=[]):
        parts = urlsplit(given)
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
            faults.append("MACHINE_SERVERS holds what is no address of a server: https://:key@host, with commas")
    for given in env.list("MACHINE_NETWORKS", default=[]):
        try:
            ipaddress.ip_network(given, strict=False)
        except ValueError:
            faults.append(f"MACHINE_NETWORKS holds {given!r}: networks look like 10.1.0.0/16")
    return faults


def _faults_of_caches(env: environ.Env) -> list[str]:
    """What is wrong with the caches in front that are to be told what changes."""
    faults = []
    for given in env.list("CDN_PURGE_URL", default=[]):
        parts = urlsplit(given)
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None or parts.fragment:
            faults.append("CDN_PURGE_URL holds what is no address: https://cache/path, with commas")
    if (header := env.str("CDN_PURGE_HEADER", default="")) and not re.fullmatch(r"[A-Za-z0-9-]+: ?[ -~]+", header):
        faults.append("CDN_PURGE_HEADER is no header: Name: value")
    if not re.fullmatch(r"[A-Z]{3,10}", env.str("CDN_PURGE_METHOD", default="PURGE")):
        faults.append("CDN_PURGE_METHOD is no method: PURGE, POST")
    try:
        given = env.json("CDN_FRONTEND_CACHE", default={})
        is_good = isinstance(given, dict) and all("BACKEND" in values for values in given.values())
    except (ValueError, TypeError):
        is_good = False
    if not is_good:
        faults.append('CDN_FRONTEND_CACHE is no JSON as Wagtail writes it: {"name": {"BACKEND": ..., ...}}')
    return faults


def _faults_of_receipts(env: environ.Env) -> list[str]:
    """What is wrong with the machine through which public addresses are asked."""
    if re.fullmatch(r"[A-Za-z0-9.:-]*", env.str("RECEIPTS_DOOR", default="")):
        return []
    return ["RECEIPTS_DOOR is no machine: a name or an address, 10.1.0.5"]


def _faults_of_webhooks(env: environ.Env, mode: str) -> list[str]:
    """Webhooks reach this machine where the product is tested, and nowhere else."""
    if env.bool("WEBHOOKS_TO_LOOPBACK", default=False) and mode != "test":
        return ["WEBHOOKS_TO_LOOPBACK is for tests alone (MODE=test): webhooks go to the public net"]
    return []


def _faults_of_production(env: environ.Env) -> list[str]:
    """Everything that keeps a production system from starting, each as one line."""
    given = env.ENVIRON
    needed = {
        "SECRET_KEY": f"a random string of at least {LEAST_KEY} characters",
        "DATABASE_URL": "a PostgreSQL server (postgres://user:password@host/name); never the embedded one",
        "ALLOWED_HOSTS": "the host names that this process answers for, separated by commas",
        "ADMIN_BASE_URL": "the address of the admin, for links in mails",
        "STATE_DIR": "the folder for files, on a disk that is backed up",
        "EMAIL_URL": "the mail server (smtp+tls://user:password@host:587)",
        "EMAIL_FROM": "the sender of mails",
    }
    faults = [f"{name} is missing: {what}" for name, what in needed.items() if not given.get(name)]
    key = given.get("SECRET_KEY", "")
    if key and (len(key) < LEAST_KEY or key.startswith("only-for-demo")):
        faults.append(f"SECRET_KEY is not safe: {needed['SECRET_KEY']}")
    faults += [
        f"{name} does not name PostgreSQL"
        for name in ("DATABASE_URL", "DATABASE_REPLICA_URL")
        if given.get(name) and not given[name].startswith(("postgres://", "postgresql://"))
    ]
    if "*" in given.get("ALLOWED_HOSTS", ""):
        faults.append("ALLOWED_HOSTS holds '*': name the hosts")
    if given.get("ADMIN_BASE_URL", "https://").startswith("http://"):
        faults.append("ADMIN_BASE_URL is not https")
    if given.get("DEBUG"):
        faults.append("DEBUG is set: there is no debug mode")
    return faults
