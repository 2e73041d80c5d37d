"""The reader of the categories of a province: `categories.yaml`."""

from cms.news.models import Category
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing, province_parts

LANGUAGES = ("vi", "en")


def read_categories(loading: Loading) -> Writing:
    """Read the categories in the order in which they are listed. One that is no longer named stays."""
    document = loading.document("categories.yaml")
    rows = document.rows("categories") if document else []
    categories = [(loading.define(row, "code", "category"), row.by_language("names", LANGUAGES)) for row in rows]

    def write() -> None:
        for position, (code, names) in enumerate(categories, 1):
            Category.objects.update_or_create(
                code=code, defaults={"name_vi": names["vi"], "name_en": names["en"], "position": position}
            )

    return write


def register() -> None:
    """Called when the room is ready."""
    province_parts.register("categories", ProvincePart(Stage.CATEGORIES, read_categories))
