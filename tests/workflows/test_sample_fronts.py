"""Front pages of a sample are arranged once, in the languages that its file speaks."""

from pathlib import Path

import pytest

from cms.home.models import HomePage
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, with_seat
from tests.workflows.test_languages import LAO
from workflows.languages.actions import open_language
from workflows.passage.models import Passage
from workflows.samples.fronts import load_fronts

pytestmark = pytest.mark.django_db

FILE = """
fronts:
  - sites: [stc]
    slots:
      - featured: {title: {vi: Tin nổi bật, en: Featured}, section: news}
    menu:
      - section: news
"""


@pytest.fixture
def desk() -> Desk:
    found = make_desk()
    with_seat("dich.stc", found.site, "translator")
    return found


def test_a_sample_is_arranged_once_and_a_language_opened_since_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "fronts.yaml"
    path.write_text(FILE)
    assert load_fronts(path) == 2
    open_language(make_administrator(), site=desk.site, plan=LAO)
    assert load_fronts(path) == 0
    lao = HomePage.objects.get(site_home__site=desk.site, locale__language_code="lo")
    assert not Passage.objects.filter(page=lao.pk).exists()
