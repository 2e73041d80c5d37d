"""Text search that sees no accents: `quang ngai` finds `Quảng Ngãi`, `duong` finds `Đường`.

The configuration `vi_plain` belongs to the owner of the database; both extensions are trusted ones, which need no
superuser. The search of the admin (`cms.pages.search`) and that of readers (`api.publications`) use it.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CREATE = """
create text search configuration vi_plain (copy = pg_catalog.simple);
alter text search configuration vi_plain alter mapping for
  asciiword, word, numword, asciihword, hword, numhword, hword_part, hword_asciipart, hword_numpart
  with unaccent, simple;
"""
DROP = "drop text search configuration if exists vi_plain"


class Migration(migrations.Migration):
    dependencies = [("cms_pages", "0001_pages")]
    operations = [UnaccentExtension(), TrigramExtension(), migrations.RunSQL(CREATE, DROP)]
