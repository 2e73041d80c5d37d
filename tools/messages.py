"""The Vietnamese catalogues: `messages.py compile` makes the .mo files, `messages.py check` finds what is wrong,
`messages.py extract` brings them to what the source says and the installed packages have.

`locale/vi` holds this system's own strings. `locale/wagtail/vi` holds those strings of the packages it is built on
that their own Vietnamese catalogues leave out, or that are worded otherwise here.
"""

import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import packages, sources
from tools.packages import DOMAINS, Catalogue, entry_of, read

LOCALE = Path(__file__).resolve().parent.parent / "locale"
OWN = LOCALE / "vi" / "LC_MESSAGES"
OVERRIDES = LOCALE / "wagtail" / "vi" / "LC_MESSAGES"
METADATA = {
    "Project-Id-Version": "cong-tinh",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
VIETNAMESE: frozenset[str] = frozenset()  # strings of ours that may have Vietnamese letters: names, say
PLACEHOLDER = re.compile(
    r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-z]"  # %(name)s
    r"|%[sdrif]"
    r"|\{\w*(?:![a-z])?(?::[^{}]*)?\}"  # {}, {name}, {number:X}
    r"|</?[a-zA-Z][^>]*>"  # <a href="…">, </a>
)


def is_fuzzy(entry: Any) -> bool:
    """Whether the entry is marked as a guess. A compiled catalogue has no such marks."""
    return "fuzzy" in getattr(entry, "flags", ())


def texts(entry: Any) -> list[str]:
    """The translations of an entry: one, or one for each plural form; none while it has none or only a guess."""
    found = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return [] if is_fuzzy(entry) or not all(found) else found


def elsewhere(domain: str) -> Catalogue:
    """What is translated without `locale/vi`: by `locale/wagtail`, else by the packages."""
    known: Catalogue = {}
    for catalogue in (read(OVERRIDES / f"{domain}.po"), *(theirs for _, _, theirs in packages.packaged(domain))):
        known = {key: entry for key, entry in catalogue.items() if texts(entry)} | known
    return known


def effective(domain: str) -> Iterator[tuple[str, Any, Any]]:
    """Each string of each package, with the entry that translates it: ours, else the package's own, else None.

    Words of the server come from all packages together; a script gets ours and those of its own package.
    """
    ours = read(OVERRIDES / f"{domain}.po")
    together = elsewhere(domain) if domain == "django" else {}
    for name, strings, theirs in packages.packaged(domain):
        for key, string in strings.items():
            candidates = (catalogue.get(key) for catalogue in (ours, theirs, together))
            yield name, string, next((entry for entry in candidates if entry and texts(entry)), None)


def own_catalogues() -> list[Path]:
    """Every .po file of this system."""
    return sorted(LOCALE.rglob("*.po"))


def fingerprint(text: str) -> tuple[Counter[str], bool, bool]:
    """What a translation has to keep: placeholders and tags, a newline at either end."""
    return Counter(PLACEHOLDER.findall(text)), text.startswith("\n"), text.endswith("\n")


def faults(entry: Any, string: Any) -> list[str]:
    """What is wrong with the translations of a string: each must fit its singular or its plural."""
    allowed = [fingerprint(text) for text in (string.msgid, string.msgid_plural) if text]
    found = []
    for text in texts(entry):
        if fingerprint(text) not in allowed:
            found.append(f"placeholders differ: {string.msgid!r}: {text!r}")
        if not unicodedata.is_normalized("NFC", text):
            found.append(f"not NFC: {string.msgid!r}: {text!r}")
    return found


def check_packages() -> list[str]:
    """Strings of the packages that have no Vietnamese, or whose Vietnamese is faulty."""
    found = []
    for domain in DOMAINS:
        for name, string, entry in effective(domain):
            if entry is None:
                found.append(f"{name} ({domain}): no Vietnamese: {string.msgid!r}")
            else:
                found += [f"{name} ({domain}): {fault}" for fault in faults(entry, string)]
    return found


def check_catalogues() -> list[str]:
    """Guesses and faulty translations in the catalogues of this system."""
    found = []
    for path in own_catalogues():
        where = path.relative_to(LOCALE)
        for entry in read(path).values():
            guess = [f"fuzzy: {entry.msgid!r}"] if is_fuzzy(entry) else []
            found += [f"{where}: {fault}" for fault in guess + faults(entry, entry)]
    return found


def check_own() -> list[str]:
    """Strings of this system that have no Vietnamese, or that could not have any: no plain text, no English."""
    found = []
    for domain in DOMAINS:
        others, ours = elsewhere(domain), read(OWN / f"{domain}.po")
        for where, message in sources.found(domain):
            if message is None:
                found.append(f"{where}: gettext is given something else than a plain string")
                continue
            if sources.has_vietnamese(message.singular + message.plural) and message.singular not in VIETNAMESE:
                found.append(f"{where}: write it in English: {message.singular!r}")
            key = (message.context, message.singular)
            entry = next((one for one in (ours.get(key), others.get(key)) if one and texts(one)), None)
            string = polib.POEntry(msgid=message.singular, msgid_plural=message.plural)
            if entry is None:
                found.append(f"{where}: no Vietnamese, run `messages.py extract`: {message.singular!r}")
            else:
                found += [f"{where}: {fault}" for fault in faults(entry, string)]
    return found


CHECKS: tuple[Callable[[], list[str]], ...] = (check_packages, check_catalogues, check_own)


def run_checks() -> int:
    """Lists what the checks find; the exit status says whether there was anything."""
    found = list(dict.fromkeys(line for check in CHECKS for line in check()))
    for line in found:
        print(line)
    return 1 if found else 0


def compile_catalogues() -> int:
    """Makes the .mo files that are missing or older than their .po."""
    for path in own_catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(path)).save_as_mofile(str(unfinished))
        unfinished.replace(target)  # in one step: a process that reads it meanwhile gets the old or the new
        print(f"compiled {path.relative_to(LOCALE)}")
    return 0


def entry_for(message: sources.Message, before: Any) -> polib.POEntry:
    """The entry of a string of ours, with the translation it had before."""
    entry = entry_of(message)
    if message.plural:
        entry.msgstr_plural = (before and before.msgstr_plural) or {0: before.msgstr if before else ""}
    else:
        entry.msgstr = (before and (before.msgstr or before.msgstr_plural.get(0))) or ""
    return entry


def own_strings(domain: str) -> polib.POFile:
    """`locale/vi` as the source has it. A string that is translated elsewhere is added only by hand, where our
    wording differs.
    """
    before, others = read(OWN / f"{domain}.po"), elsewhere(domain)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.header = "Vietnamese wording of this system's own strings, in the order of tools/messages.py extract."
    catalogue.metadata = METADATA
    for message in sources.messages(domain):
        key = (message.context, message.singular)
        if key in before or key not in others:
            catalogue.append(entry_for(message, before.get(key)))
    return catalogue


def strings_of_packages(domain: str) -> polib.POFile:
    """`locale/wagtail` as the packages have it: what none has any more goes, what nobody translates is added."""
    path = OVERRIDES / f"{domain}.po"
    catalogue = polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)
    wanted = {(string.msgctxt or "", string.msgid): (string, entry) for _, string, entry in effective(domain)}
    for entry in [entry for entry in catalogue if (entry.msgctxt or "", entry.msgid) not in wanted]:
        catalogue.remove(entry)
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
    for key, (string, entry) in wanted.items():
        if entry is None and key not in known:
            catalogue.append(entry_of(sources.Message(string.msgid, string.msgid_plural or "", key[0])))
    return catalogue


def extract() -> int:
    """Brings our catalogues to the strings of the source and of the packages: adds, drops, keeps what is translated."""
    for folder, strings in ((OVERRIDES, strings_of_packages), (OWN, own_strings)):
        for domain in DOMAINS:
            path, catalogue = folder / f"{domain}.po", strings(domain)
            if catalogue or path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                catalogue.save(str(path))
            waiting = len(catalogue.untranslated_entries())
            print(f"{path.relative_to(folder.parents[1])}: {len(catalogue)} strings, {waiting} of them to translate")
    return 0


COMMANDS: dict[str, Callable[[], int]] = {"compile": compile_catalogues, "check": run_checks, "extract": extract}


def main(arguments: list[str]) -> int:
    """Runs the subcommand."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: messages.py {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
