"""The client for frontends and the guide for those who build them, with Node, against a running province."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.stack import DOMAIN, ROOT, Stack, free_port

pytestmark = pytest.mark.node
CLIENT = Path("clients/typescript")
DOCUMENT = Path("docs/reference/openapi.json")
GUIDE = ROOT / "docs" / "how-to" / "build-a-frontend.md"
BLOCK = re.compile(r"^```(sh|js)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MADE = shutil.ignore_patterns("node_modules", "dist", "*.tgz")
PATIENCE = 300


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as far as the client needs it, with its packages: nothing is written where the source lies."""
    folder = tmp_path_factory.mktemp("repository") / "cong-tinh"
    shutil.copytree(ROOT / CLIENT, folder / CLIENT, ignore=MADE)
    (folder / DOCUMENT).parent.mkdir(parents=True)
    shutil.copy(ROOT / DOCUMENT, folder / DOCUMENT)
    run("npm ci --no-audit --no-fund", folder / CLIENT)
    return folder


def run(words: str, folder: Path, **given: str) -> str:
    """A line of the shell. Returns what it said; fails with all of it."""
    done = subprocess.run(
        ["bash", "-euc", words], cwd=folder, env={**os.environ, **given}, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}\n{done.stdout[-6_000:]}\n{done.stderr[-3_000:]}"
    return done.stdout


def test_the_types_are_those_of_the_document(copy: Path) -> None:
    run("npm run generate", copy / CLIENT)
    schema = "src/schema.ts"
    assert (copy / CLIENT / schema).read_text() == (ROOT / CLIENT / schema).read_text(), "npm run generate"


def test_the_client_reads_a_running_province(copy: Path, stack: Stack) -> None:
    run("npm run build", copy / CLIENT)
    said = run("npm test", copy / CLIENT, API=stack.url, SITE=DOMAIN)
    assert re.search(r"^# pass [6-9]", said, re.MULTILINE), said
    assert re.search(r"^# fail 0$", said, re.MULTILINE), said


def test_the_guide_leads_from_nothing_to_a_page(copy: Path, stack: Stack) -> None:
    blocks = BLOCK.findall(GUIDE.read_text())
    assert [kind for kind, _words in blocks] == ["sh", "sh", "js", "sh"]
    pack, begin, program, start = (words for _kind, words in blocks)
    given = {"CONG_TINH": str(copy)}
    run(pack, copy.parent, **given)
    run(begin, copy.parent, **given)
    project = copy.parent / "my-portal"
    (project / "server.mjs").write_text(program)
    with started(start, project, API=stack.url, SITE=DOMAIN) as address:
        status, home = read(f"{address}/")
        assert status == 200
        assert "<h1>" in home
        path, title = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', home)[0]
        status, item = read(address + quote(path))
        assert (status, f"<h1>{title}</h1>" in item, "<h2>" in item, "<p>" in item) == (200, True, True, True)
        assert read(f"{address}/khong-co-trang-nay/")[0] == 404


@contextlib.contextmanager
def started(words: str, folder: Path, **given: str) -> Iterator[str]:
    """A server that runs for as long as the block; its address."""
    port = free_port()
    environment = {**os.environ, **given, "PORT": str(port)}
    process = subprocess.Popen(["bash", "-euc", f"exec {words}"], cwd=folder, env=environment, start_new_session=True)
    address = f"http://localhost:{port}"
    try:
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            with contextlib.suppress(urllib.error.URLError):
                read(f"{address}/khong-co/")
                break
            time.sleep(0.1)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def read(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
