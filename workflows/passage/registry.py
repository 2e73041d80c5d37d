"""What rooms above hang beside the text in the editor."""

from wagtail.admin.ui.side_panels import BaseSidePanel

from sites.registry import Registry

side_panels: Registry[type[BaseSidePanel]] = Registry("side panels of the editor")
