"""A running province with some of its sample content, for all who ask it as a frontend does."""

import shutil
from collections.abc import Iterator

import pytest

from tests.stack import ROOT, Stack, manage, running_stack

CONTENT = ROOT / "fixtures" / "provinces" / "binh-phuoc" / "content"
# A page with a table, news with callout, links and a file, one that was withdrawn.
SAMPLES = ("dautu-gioi-thieu", "stnmt-sang-ten-so-do", "portal-dich-vu-cong-9-thang", "budang-cau-treo-dak-nhau")


@pytest.fixture(scope="package")
def stack(province_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The server and the worker. Read it; what a test writes there stays for the next one."""
    content = tmp_path_factory.mktemp("content")
    for name in SAMPLES:
        shutil.copy(CONTENT / f"{name}.yaml", content)
    with running_stack("contracts", template=province_template, state=tmp_path_factory.mktemp("contracts")) as found:
        manage(found.environment, "load_content", str(content))
        manage(found.environment, "drain_publications")  # the worker may still be at it
        yield found
