"""Under what each live page is filed, in rows that lists with a filter walk through (ADR 36)."""

import django.db.models.deletion
from django.db import migrations, models

# The function says what the rows of a page are, to the triggers, to this migration and to whoever verifies.
FILE = """
create function publications_filed(c api_publications_current) returns setof api_publications_filed
language sql stable parallel safe as $$
  select t.term, c.site, c.locale, c.type, c.sort_at,
    date_trunc('month', c.sort_at at time zone 'Asia/Ho_Chi_Minh')::date, c.public_id, c.id
  from (select distinct term from unnest(c.terms || ('type:' || c.type)) term) t
  where c.kind = 'page' and c.state = 'live' and split_part(t.term, ':', 1) <> 'origin'
$$;

alter table api_publications_filed drop constraint api_publications_filed_pkey;
insert into api_publications_filed select f.* from api_publications_current c cross join publications_filed(c) f;
alter table api_publications_filed add constraint api_publications_filed_pkey
  primary key (site, term, locale, sort_at, public_id) include (type, month, current_id);

create function publications_file() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from api_publications_filed f using publications_filed(old) o
      where (f.site, f.term, f.locale, f.sort_at, f.public_id) = (o.site, o.term, o.locale, o.sort_at, o.public_id);
  end if;
  if tg_op <> 'DELETE' then
    insert into api_publications_filed select * from publications_filed(new)
      on conflict (site, term, locale, sort_at, public_id) do update
      set type = excluded.type, month = excluded.month, current_id = excluded.current_id;
  end if;
  return null;
end $$;
create trigger current_is_filed after insert or delete on api_publications_current
  for each row execute function publications_file();
create trigger current_stays_filed after update on api_publications_current for each row
  when ((old.id, old.kind, old.public_id, old.locale, old.site, old.state, old.type, old.sort_at, old.terms)
    is distinct from (new.id, new.kind, new.public_id, new.locale, new.site, new.state, new.type, new.sort_at, new.terms))
  execute function publications_file();

create function publications_file_nothing() returns trigger language plpgsql as $$
begin
  truncate api_publications_filed;
  return null;
end $$;
create trigger nothing_is_filed after truncate on api_publications_current
  for each statement execute function publications_file_nothing();
"""
FORGET = """
drop trigger nothing_is_filed on api_publications_current;
drop function publications_file_nothing();
drop trigger current_stays_filed on api_publications_current;
drop trigger current_is_filed on api_publications_current;
drop function publications_file();
drop function publications_filed(api_publications_current);
"""


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0011_searches_turn")]

    operations = [
        migrations.CreateModel(
            name="Filed",
            fields=[
                ("pk", models.CompositePrimaryKey("site", "term", "locale", "sort_at", "public_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("term", models.TextField(db_collation="C", verbose_name="filter key")),
                ("site", models.UUIDField(verbose_name="public id of the site")),
                ("locale", models.CharField(max_length=20, verbose_name="language")),
                ("type", models.CharField(max_length=40, verbose_name="type")),
                ("sort_at", models.DateTimeField(verbose_name="sorted by")),
                ("month", models.DateField(verbose_name="month in Viet Nam")),
                ("public_id", models.UUIDField(verbose_name="public id")),
                ("current", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="api_publications.current", verbose_name="current version")),
            ],
            options={"verbose_name": "filing", "verbose_name_plural": "filings"},
        ),
        migrations.RunSQL(FILE, FORGET),
        migrations.AddIndex(
            model_name="current",
            index=models.Index(condition=models.Q(("kind", "site")), fields=["site"], include=("scope",), name="current_sites_by_scope"),
        ),
        migrations.AddIndex(
            model_name="filed",
            index=models.Index(fields=["term", "locale", "-sort_at", "-public_id"], include=("site", "type", "month", "current"), name="filed_newest_of_all"),
        ),
    ]
