"""English is searched by its stems: "services" finds "service". Completions find words as they are written, too."""

from django.db import migrations

FORWARD = """
create text search configuration en_plain (copy = pg_catalog.english);
alter text search configuration en_plain alter mapping for
  asciiword, word, asciihword, hword, hword_part, hword_asciipart with unaccent, english_stem;
alter text search configuration en_plain alter mapping for numword, numhword, hword_numpart with unaccent, simple;

create function publications_language(locale text) returns regconfig language sql stable parallel safe as $$
  select case locale when 'en' then 'en_plain'::regconfig else 'vi_plain'::regconfig end
$$;

create function publications_plain(w text[], locale text) returns tsvector language sql stable parallel safe as $$
  select setweight(to_tsvector(publications_language(locale), publications_syllables(w[1])), 'A')
    || setweight(to_tsvector(publications_language(locale), publications_syllables(concat_ws(' ', w[2], w[3]))), 'B')
    || setweight(to_tsvector(publications_language(locale), publications_syllables(w[4])), 'C')
    || to_tsvector(publications_language(locale), publications_syllables(w[5]))
$$;

create function publications_lead(w text[], locale text) returns tsvector language sql stable parallel safe as $$
  select case locale when 'en' then publications_lead(w)
    || setweight(to_tsvector('en_plain', publications_syllables(w[1])), 'A')
    || setweight(to_tsvector('en_plain', publications_syllables(w[3])), 'B') else publications_lead(w) end
$$;

create or replace function publications_find() returns trigger language plpgsql as $$
begin
  if new.kind <> 'page' or new.state <> 'live' then
    delete from api_publications_findable where current_id = new.id;
    return null;
  end if;
  insert into api_publications_findable as f (
    current_id, public_id, locale, site, type, agency, year, sort_at, scope, terms, lead, plain, exact
  ) values (
    new.id, new.public_id, new.locale, new.site, new.type,
    (select substr(term, 8)::uuid from unnest(new.terms) as term where term like 'agency:%' limit 1),
    nullif(extract(year from new.sort_at at time zone 'Asia/Ho_Chi_Minh'), 1)::smallint,
    new.sort_at, new.scope, new.terms, publications_lead(new.words, new.locale),
    publications_plain(new.words, new.locale), publications_exact(new.words)
  ) on conflict (current_id) do update set
    public_id = excluded.public_id, locale = excluded.locale, site = excluded.site, type = excluded.type,
    agency = excluded.agency, year = excluded.year, sort_at = excluded.sort_at, scope = excluded.scope,
    terms = excluded.terms, lead = excluded.lead, plain = excluded.plain, exact = excluded.exact;
  return null;
end $$;

drop function publications_plain(text[]);

update api_publications_findable f
  set plain = publications_plain(c.words, c.locale), lead = publications_lead(c.words, c.locale)
  from api_publications_current c where c.id = f.current_id and c.locale = 'en';
"""
BACKWARD = """
create function publications_plain(w text[]) returns tsvector language sql stable parallel safe as $$
  select setweight(to_tsvector('vi_plain', publications_syllables(w[1])), 'A')
    || setweight(to_tsvector('vi_plain', publications_syllables(concat_ws(' ', w[2], w[3]))), 'B')
    || setweight(to_tsvector('vi_plain', publications_syllables(w[4])), 'C')
    || to_tsvector('vi_plain', publications_syllables(w[5]))
$$;

create or replace function publications_find() returns trigger language plpgsql as $$
begin
  if new.kind <> 'page' or new.state <> 'live' then
    delete from api_publications_findable where current_id = new.id;
    return null;
  end if;
  insert into api_publications_findable as f (
    current_id, public_id, locale, site, type, agency, year, sort_at, scope, terms, lead, plain, exact
  ) values (
    new.id, new.public_id, new.locale, new.site, new.type,
    (select substr(term, 8)::uuid from unnest(new.terms) as term where term like 'agency:%' limit 1),
    nullif(extract(year from new.sort_at at time zone 'Asia/Ho_Chi_Minh'), 1)::smallint,
    new.sort_at, new.scope, new.terms,
    publications_lead(new.words), publications_plain(new.words), publications_exact(new.words)
  ) on conflict (current_id) do update set
    public_id = excluded.public_id, locale = excluded.locale, site = excluded.site, type = excluded.type,
    agency = excluded.agency, year = excluded.year, sort_at = excluded.sort_at, scope = excluded.scope,
    terms = excluded.terms, lead = excluded.lead, plain = excluded.plain, exact = excluded.exact;
  return null;
end $$;

drop function publications_lead(text[], text);
drop function publications_plain(text[], text);
drop function publications_language(text);
drop text search configuration en_plain;
update api_publications_findable f
  set plain = publications_plain(c.words), lead = publications_lead(c.words)
  from api_publications_current c where c.id = f.current_id and c.locale = 'en';
"""


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0006_versions_of_sites")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
