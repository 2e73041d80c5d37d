"""Fields of forms that Wagtail and Django draw too slowly."""

from typing import Any

from django.forms import Select
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(Select):
    """A select with hundreds of options and no groups: none of them is a template of its own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element."""
        widget = self.get_context(name, value, attrs)["widget"]
        rows = (row for _group, rows, _number in widget["optgroups"] for row in rows)
        options = ((flatatt({"value": row["value"], **row["attrs"]}), row["label"]) for row in rows)
        words = format_html_join("", "<option{}>{}</option>", options)
        return format_html("<select{}>{}</select>", flatatt({"name": name, **widget["attrs"]}), words)
