"""`gen_search.py FROM TO`: the items of a data set with texts of a large vocabulary, and 50 queries in three bands.

The vocabulary of the data set is small, so that a common phrase stands in most items. Here 30,000 words of two
syllables each are drawn as in a real language: few often, most seldom. The same bytes every time.
"""

import itertools
import json
import random
import re
import shutil
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

ONSETS = re.findall(r"\w+", "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x")
RIMES = re.findall(
    r"\w+",
    "a ai an ang anh ao âm ân âu ă ăn e em en eo ê ên i im in inh iu o oa oan oi on ong ô ôn ông ơ ơn u ung"
    " ươ ương ươi uy",
)
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
WORDS = 30_000
IN_A_TEXT = (150, 450)
IN_A_TITLE = 8
BANDS = {"under 50": (1, 49), "under 1,000": (200, 999), "over 3,000": (3_001, 10_000)}  # hits
A_BAND = {"under 50": 17, "under 1,000": 17, "over 3,000": 16}


def syllables() -> list[str]:
    """Every syllable, in one order."""
    made = (onset + rime[0] + tone + rime[1:] for onset, rime, tone in itertools.product(ONSETS, RIMES, TONES))
    return [unicodedata.normalize("NFC", word) for word in made]


def without_marks(text: str) -> str:
    """As it is typed in a hurry."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def main(source: Path, target: Path) -> None:
    """Write the data set."""
    chance = random.Random(20261122)
    known = syllables()
    words = list(dict.fromkeys(f"{chance.choice(known)} {chance.choice(known)}" for _ in range(WORDS)))
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(words))))
    target.mkdir(parents=True, exist_ok=True)
    for name in ("sites", "categories", "authors", "nav"):
        shutil.copy(source / f"{name}.jsonl", target)
    places: dict[str, set[int]] = defaultdict(set)
    with (source / "news.jsonl").open() as lines, (target / "news.jsonl").open("w") as written:
        for line in lines:
            item = json.loads(line)
            text = chance.choices(words, cum_weights=weights, k=chance.randint(*IN_A_TEXT))
            for syllable in set(without_marks(" ".join(text)).split()):
                places[syllable].add(item["id"])
            item |= {"title": " ".join(text[:IN_A_TITLE]).capitalize(), "summary": f"{' '.join(text[8:24])}."}
            item["body"] = [{"type": "paragraph", "value": f"<p>{' '.join(text[24:])}.</p>"}]
            written.write(json.dumps(item, ensure_ascii=False) + "\n")
    queries = _queries(words, places, chance)
    (target / "queries.json").write_text(json.dumps(queries, ensure_ascii=False, indent=1))


def _queries(words: list[str], places: dict[str, set[int]], chance: random.Random) -> dict[str, list[str]]:
    """Words for each band, every second one without marks. Words are found where all their syllables stand."""
    chosen: dict[str, list[str]] = {band: [] for band in BANDS}
    pairs = (" ".join(chance.sample(words, 2)) for _ in range(2_000))
    for word in (*words[:400], *chance.sample(words, 2_000), *pairs):
        hits = len(set.intersection(*(places[part] for part in without_marks(word).split())))
        band = next((name for name, (least, most) in BANDS.items() if least <= hits <= most), None)
        if band is not None and len(chosen[band]) < A_BAND[band]:
            chosen[band].append(word if len(chosen[band]) % 2 else without_marks(word))
    return chosen


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
