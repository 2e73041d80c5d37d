"""The sample province as readers find it: in a database, and served as it runs."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from api.publications.drain import drain_in_transaction
from tests.databases import connected_to, filled
from tests.stack import ROOT, Stack, manage, running_stack
from workflows.samples.actions import Library
from workflows.samples.reader import samples_in

CONTENT = ROOT / "fixtures" / "provinces" / "binh-phuoc" / "content"
# On the portal and a department's site, in both languages: items with pictures, a table, links.
SAMPLES = (
    "portal-dich-vu-cong-9-thang",
    "portal-gioi-thieu-tinh",
    "portal-cua-khau-hoa-lu",
    "portal-xe-buyt-dien",
    "stc-cong-khai-ngan-sach-quy-3",
    "stc-binh-on-gia-tet",
    "stc-chuc-nang-nhiem-vu",
)
# A page with a table, news with callout, links and a file, one that was withdrawn.
SERVED = ("dautu-gioi-thieu", "stnmt-sang-ten-so-do", "portal-dich-vu-cong-9-thang", "budang-cau-treo-dak-nhau")


@pytest.fixture(scope="package")
def stack(province_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The server and the worker with some content. Read it; what a test writes there stays for the next one."""
    content = tmp_path_factory.mktemp("content")
    for name in SERVED:
        shutil.copy(CONTENT / f"{name}.yaml", content)
    with running_stack("contracts", template=province_template, state=tmp_path_factory.mktemp("contracts")) as found:
        manage(found.environment, "load_content", str(content))
        manage(found.environment, "drain_publications")  # the worker may still be at it
        yield found


@pytest.fixture(scope="session")
def sample_province(
    province_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[str]:
    """A database with some of the sample content, made once a run."""
    folder = tmp_path_factory.mktemp("samples")
    for name in SAMPLES:
        shutil.copy(CONTENT / f"{name}.yaml", folder)

    def fill() -> None:
        media = tmp_path_factory.mktemp("media")
        public = {**settings.STORAGES["public"], "OPTIONS": {"location": media / "public", "base_url": "/media/"}}
        with override_settings(MEDIA_ROOT=media, STORAGES={**settings.STORAGES, "public": public}):
            Library(samples_in(folder)).load(lambda _number, _total: None)
            drain_in_transaction()

    yield from filled("contracts_province", template=province_template, fill=fill, blocker=django_db_blocker)


@pytest.fixture
def readers(sample_province: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads there."""
    with connected_to(sample_province, django_db_blocker), django_db_blocker.unblock():
        yield
