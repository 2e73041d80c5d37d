"""True pairs of texts for the comparison: those of the demo's fixtures, and made ones with every kind of fact."""

import hashlib
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from cms.glossary.marking import Entry
from cms.glossary.names import forms_of_agency, sources_of_agency
from sites.agencies.models import AgencyName
from workflows.agreement.comparing import Knowledge
from workflows.agreement.references import Leave

FIXTURES = Path(__file__).parents[2] / "fixtures"
LINK = re.compile(r'<a item="([^"]+)"')

type Json = dict[str, Any]


@dataclass(frozen=True)
class TruePair:
    """A Vietnamese text and the English one of the same item, as presented."""

    name: str
    source: Json
    target: Json
    knowledge: Knowledge


def named(key: str) -> str:
    """A public id for a key of the fixtures."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, key))


def hashed(name: str) -> str:
    """A hash for a name of the fixtures."""
    return hashlib.sha256(name.encode()).hexdigest()


@cache
def demo_pairs() -> list[TruePair]:
    """Every item of the fixtures that has an English version."""
    items = {path: load(path) for path in sorted(FIXTURES.glob("provinces/*/content/*.yaml"))}
    hidden = [path for path, item in items.items() if item.get("en", {}).get("state") != "published"]
    untranslated = frozenset(named(path.stem) for path in hidden)
    found = []
    for path, item in items.items():
        if "en" in item:
            knowledge = Knowledge(entries=entries_of(path.parts[-3]), leave=Leave(untranslated=untranslated))
            found.append(TruePair(path.stem, _text(item, item), _text(item["en"], item), knowledge))
    return found


@cache
def entries_of(province: str) -> tuple[Entry, ...]:
    """Agencies of a province and the terms that hold everywhere, as the selectors give them."""
    agencies = load(FIXTURES / "provinces" / province / "agencies.yaml")["agencies"]
    names = [_agency_name(name) for agency in agencies for name in agency["names"]]
    found = [Entry("agency", sources_of_agency(name), forms_of_agency(name), is_name=True) for name in names]
    terms = load(FIXTURES / "reference" / "terms.yaml")["terms"]
    return (*found, *(Entry(term["kind"], (term["vi"],), (term["words"], *term.get("also", ()))) for term in terms))


@cache
def load(path: Path) -> Json:
    """A file of the fixtures."""
    found: Json = YAML(typ="safe").load(path)
    return found


def _agency_name(name: Mapping[str, str]) -> AgencyName:
    short = {key: name.get(key, "") for key in ("abbreviation_vi", "abbreviation_en")}
    return AgencyName(name_vi=name["vi"], name_en=name["en"], **short)


def _text(said: Json, item: Json) -> Json:
    image = {**(item.get("image") or {}), **(said.get("image") or {})}
    text = {
        "title": said["title"],
        "summary": said.get("summary", ""),
        "source": said.get("source", ""),
        "body": [_block(row) for row in said["body"]],
    }
    return {**text, "image": _picture(image)} if image else text


def _block(row: Json) -> Json:
    kind, rest = row["type"], {key: _linked(value) for key, value in row.items() if key != "type"}
    match kind:
        case "paragraph":
            value: Any = rest["html"]
        case "image":
            value = _picture(rest)
        case "gallery":
            value = {"title": rest.get("title", ""), "pictures": [_picture(one) for one in rest["pictures"]]}
        case "file":
            value = {"public_id": named(rest["file"]), "sha256": hashed(rest["content"]), "title": rest["title"]}
        case _:
            value = rest
    return {"type": kind, "id": "", "value": value}


def _picture(said: Json) -> Json:
    words = {key: said.get(key, "") for key in ("alt", "caption", "credit")}
    return {"sha256": hashed(said["picture"]), "decorative": False, **words}


def _linked(value: Any) -> Any:
    if isinstance(value, str):
        return LINK.sub(lambda found: f'<a data-item="{named(found[1])}"', value)
    return value


# --- made pairs ------------------------------------------------------------------------------------------------------

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SUFFIXES = ("NĐ-CP", "QĐ-UBND", "NQ-HĐND", "KH-UBND", "TT-BTC", "QĐ-TTg".upper())


@dataclass(frozen=True)
class Made:
    """One fact in both languages."""

    vi: str
    en: str


def grouped(value: int, sign: str) -> str:
    """A whole number with a sign between its thousands."""
    return f"{value:,}".replace(",", sign)


def make_date(chance: Random) -> Made:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2015, 2030)
    name = MONTHS[month - 1]
    vi = chance.choice([f"ngày {day:02}/{month:02}/{year}", f"ngày {day} tháng {month} năm {year}"])
    en = chance.choice([f"{day} {name} {year}", f"{name} {day}, {year}", f"{day:02}/{month:02}/{year}"])
    return Made(vi, en)


def make_month(chance: Random) -> Made:
    month, year = chance.randint(1, 12), chance.randint(2015, 2030)
    return Made(f"tháng {month} năm {year}", f"{MONTHS[month - 1]} {year}")


def make_quarter(chance: Random) -> Made:
    number, year = chance.randint(1, 4), chance.randint(2015, 2030)
    roman, word = ("I", "II", "III", "IV")[number - 1], ("first", "second", "third", "fourth")[number - 1]
    return Made(f"quý {roman}/{year}", chance.choice([f"the {word} quarter of {year}", f"Q{number} {year}"]))


def make_time(chance: Random) -> Made:
    hour, minute = chance.randint(13, 22), chance.choice([10, 15, 30, 45])
    vi = chance.choice([f"{hour} giờ {minute}", f"{hour}h{minute}", f"{hour - 12} giờ {minute} chiều"])
    return Made(vi, chance.choice([f"{hour}:{minute}", f"{hour - 12}:{minute} p.m.", f"{hour - 12}.{minute} pm"]))


def make_number(chance: Random) -> Made:
    whole = chance.randint(1_000, 9_999_999)
    if chance.random() < 0.5:
        tenth = chance.randint(1, 9)
        return Made(f"{grouped(whole, '.')},{tenth} ha", f"{grouped(whole, ',')}.{tenth} hectares")
    return Made(f"{grouped(whole, '.')} lượt", f"{grouped(whole, ',')} visits")


def make_percent(chance: Random) -> Made:
    whole, tenth = chance.randint(21, 99), chance.randint(1, 9)
    return Made(f"{whole},{tenth}%", chance.choice([f"{whole}.{tenth}%", f"{whole}.{tenth} per cent"]))


def make_sum(chance: Random) -> Made:
    whole, tenth = chance.randint(1_000, 99_999), chance.randint(1, 9)
    vi, en = chance.choice([("tỷ", "billion"), ("triệu", "million"), ("nghìn tỷ", "trillion")])
    return Made(f"{grouped(whole, '.')},{tenth} {vi} đồng", f"VND {grouped(whole, ',')}.{tenth} {en}")


def make_dollars(chance: Random) -> Made:
    whole = chance.randint(21, 900)
    return Made(f"{whole} triệu USD", chance.choice([f"USD {whole} million", f"${whole} million"]))


def make_document(chance: Random) -> Made:
    number, year, suffix = chance.randint(1, 999), chance.randint(2015, 2026), chance.choice(SUFFIXES)
    said = f"{number}/{year}/{suffix}" if chance.random() < 0.5 else f"{number}/{suffix}"
    return Made(f"Quyết định số {said}", f"Decision No. {chance.choice([said, said.replace('Đ', 'D')])}")


def make_phone(chance: Random) -> Made:
    rest = f"{chance.randint(1000000, 9999999)}"
    vi = chance.choice([f"0271.{rest[:4]}.{rest[4:]}", f"(0271) {rest}", f"0271 {rest[:4]} {rest[4:]}"])
    return Made(vi, chance.choice([vi, f"+84 271 {rest[:4]} {rest[4:]}"]))


def make_mail(chance: Random) -> Made:
    name = "".join(chance.choice("abcdeghiklmnopqrstuvxy") for _ in range(6))
    return Made(f"{name}@binhphuoc.gov.vn", f"{name}@binhphuoc.gov.vn")


MAKERS = {
    "date": (make_date, make_month, make_quarter),
    "time": (make_time,),
    "number": (make_number, make_percent),
    "sum": (make_sum, make_dollars),
    "document": (make_document,),
    "phone": (make_phone,),
    "mail": (make_mail,),
}
FRAMES = (
    ("Theo kế hoạch, {} là mốc chính của đợt này.", "According to the plan, {} is the main figure of this round."),
    ("Người dân lưu ý: {}; cần thêm thông tin thì hỏi.", "Residents should note: {}; ask for more information."),
    ("Báo cáo ghi rõ {}, đã được kiểm tra lại.", "The report states {}, and this has been checked again."),
)


def made_pair(chance: Random, kinds: Iterator[str] | None = None) -> tuple[Json, Json, list[tuple[str, Made]]]:
    """A pair of texts with a fact of each kind, true to each other; and the facts."""
    facts = [(kind, chance.choice(MAKERS[kind])(chance)) for kind in (kinds or iter(MAKERS))]
    framed = [(chance.choice(FRAMES), fact) for _kind, fact in facts]
    source = _paragraphs([frame[0].format(fact.vi) for frame, fact in framed])
    target = _paragraphs([frame[1].format(fact.en) for frame, fact in framed])
    return source, target, facts


def _paragraphs(lines: list[str]) -> Json:
    body = [{"type": "paragraph", "id": "", "value": f"<p>{line}</p>"} for line in lines]
    return {"title": "", "summary": "", "body": body}
