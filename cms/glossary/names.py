"""In which ways texts write the name of an agency. Pure."""

import re
from typing import Protocol

PROVINCE_VI = re.compile(r"\s+tỉnh\s+.+$", re.IGNORECASE)
PROVINCE_EN = re.compile(r"\s+of\s+(?P<name>(?:(?!\sof\s).)+?)\s+Province$")
OF_PLACE = re.compile(r"^(?P<body>People[’']s (?:Committee|Council)) of (?P<name>.+?)(?:\s+(?P<rank>\w+))?$")
GENERAL = ("ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân")
SHORT = {"ủy ban nhân dân": "UBND", "uỷ ban nhân dân": "UBND", "hội đồng nhân dân": "HĐND"}
SHORTEST = 3


class Named(Protocol):
    """A name in both languages."""

    name_vi: str
    name_en: str
    abbreviation_vi: str
    abbreviation_en: str


def sources_of_agency(row: Named) -> tuple[str, ...]:
    """The Vietnamese ways: the name, without the province where that still names one agency, its abbreviations."""
    found = [row.name_vi]
    plain = PROVINCE_VI.sub("", row.name_vi)
    if plain.casefold() not in GENERAL:
        found.append(plain)
    elif plain != row.name_vi:
        found.append(f"{plain} tỉnh")
    for name in list(found):
        found += [name.replace(long, SHORT[long.casefold()]) for long in _general_in(name)]
    if len(row.abbreviation_vi) >= SHORTEST:
        found.append(row.abbreviation_vi)
    return tuple(dict.fromkeys(found))


def forms_of_agency(row: Named) -> tuple[str, ...]:
    """The English ways: "Department of X of Y Province", "Department of X", "Y People's Committee", abbreviations."""
    found = [row.name_en]
    plain = PROVINCE_EN.sub("", row.name_en)
    if of_place := OF_PLACE.match(row.name_en):
        body, name, rank = of_place["body"], of_place["name"], of_place["rank"] or ""
        found += [f"{name} {rank} {body}".replace("  ", " "), f"{name} {body}", f"{body} of {name}"]
        if rank.casefold() == "province":
            found += [f"Provincial {body}", f"{body} of the Province"]
    elif plain != row.name_en:
        found.append(plain)
    if "People's" in plain and PROVINCE_EN.search(row.name_en):
        found.append(f"{plain.replace('People', 'Provincial People', 1)}")
    if len(row.abbreviation_en) >= SHORTEST:
        found.append(row.abbreviation_en)
    return tuple(dict.fromkeys(found))


def _general_in(name: str) -> list[str]:
    return [
        name[found.start() : found.end()] for general in GENERAL for found in re.finditer(general, name, re.IGNORECASE)
    ]
