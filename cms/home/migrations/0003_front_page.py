"""Slots, menu and footer of homes. Homes that are there keep the text that was released: an empty one."""

from django.db import migrations

import cms.home.menus
import cms.home.slots

NAMES = (
    ("slots", cms.home.slots.SlotsField, "front page"),
    ("menu", cms.home.menus.MenuField, "menu"),
    ("footer", cms.home.menus.FooterField, "footer"),
)


class Migration(migrations.Migration):
    dependencies = [("cms_home", "0002_no_welcome_page")]

    operations = [
        *(
            migrations.AddField("homepage", name, field(default=[], blank=True, verbose_name=words))
            for name, field, words in NAMES
        ),
        migrations.AlterField(
            "homepage",
            "slots",
            cms.home.slots.SlotsField(
                blank=True,
                default=cms.home.slots.first_slots,
                help_text="Slots in the order in which they stand. Pinned items come first, the newest ones fill up.",
                verbose_name="front page",
            ),
        ),
        migrations.AlterField(
            "homepage",
            "menu",
            cms.home.menus.MenuField(
                blank=True,
                help_text="Left empty, the menu shows the sections of the site in their order.",
                verbose_name="menu",
            ),
        ),
        migrations.AlterField(
            "homepage",
            "footer",
            cms.home.menus.FooterField(blank=True, default=cms.home.menus.first_footer, verbose_name="footer"),
        ),
    ]
