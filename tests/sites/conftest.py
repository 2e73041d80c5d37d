"""The floor of the sites is tested with whatever rooms above have registered."""

from tests.factories.sites import register_plain_steps

register_plain_steps()
