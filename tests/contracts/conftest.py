"""The sample province as readers find it: some of its content, in the log."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from api.publications.drain import drain_in_transaction
from tests.databases import connected_to, filled
from tests.stack import ROOT
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
