"""The strings that the four floors hand to gettext, read from their Python files, templates and scripts.

GNU gettext is not needed: Python is parsed, and templates are first made into gettext calls by Django itself.
"""

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("sites", "cms", "workflows", "api")
SUFFIXES = {"django": (".py", ".html", ".txt"), "djangojs": (".js",)}
TRANSLATION = "django.utils.translation"
# What the arguments of each function are, in their order.
ARGUMENTS = {
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
FUNCTIONS = {name + ending: name for name in ARGUMENTS for ending in ("", "_lazy", "_noop")}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?<![\w.])(?P<name>n?p?gettext|_)\((?P<arguments>\s*{LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)


class Message(NamedTuple):
    """One string to translate; without a plural or a context these are empty."""

    singular: str
    plural: str = ""
    context: str = ""


class Found(NamedTuple):
    """Where a string stands. No message: a call whose arguments are not plain strings."""

    where: str
    message: Message | None


def has_vietnamese(text: str) -> bool:
    """Whether there is a letter with a mark in the text. Strings in the source are English."""
    return any(unicodedata.combining(letter) or letter in "đĐ" for letter in unicodedata.normalize("NFD", text))


def message_of(function: str, texts: Iterable[str]) -> Message:
    """The message that a gettext function makes of its first arguments."""
    return Message(**dict(zip(ARGUMENTS[function], texts, strict=True)))


def local_names(tree: ast.Module) -> dict[str, str]:
    """Under what name a module knows each gettext function."""
    return {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def called(node: ast.Call, names: dict[str, str]) -> str | None:
    """Which gettext function is called: by a name of the module, or as `translation.gettext`."""
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    return FUNCTIONS.get(node.func.attr) if isinstance(node.func, ast.Attribute) else None


def in_python(source: str) -> Iterator[tuple[int, Message | None]]:
    """The messages of a Python module, each with its line."""
    tree = ast.parse(source)
    names = local_names(tree)
    for node in ast.walk(tree):
        function = called(node, names) if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or function is None:
            continue
        wanted = node.args[: len(ARGUMENTS[function])]
        texts = [part.value for part in wanted if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        yield node.lineno, message_of(function, texts) if len(texts) == len(ARGUMENTS[function]) else None


def in_calls(source: str) -> Iterator[tuple[int, Message | None]]:
    """The messages of a text that is no Python but has gettext calls in it, each with its line."""
    for match in CALL.finditer(source):
        function = FUNCTIONS.get(match["name"], "gettext")
        texts = [ast.literal_eval(part.lstrip("u")) for part in re.findall(LITERAL, match["arguments"])]
        wanted = texts[: len(ARGUMENTS[function])]
        whole = len(wanted) == len(ARGUMENTS[function])
        yield source.count("\n", 0, match.start()) + 1, message_of(function, wanted) if whole else None


def in_file(path: Path) -> Iterator[tuple[int, Message | None]]:
    """The messages of a file, each with its line."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return in_python(source)
    return in_calls(source if path.suffix == ".js" else templatize(source, origin=str(path)))


def files(domain: str) -> list[Path]:
    """The files of the four floors that may hold strings of a domain."""
    return sorted(
        path
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.suffix in SUFFIXES[domain] and "migrations" not in path.parts
    )


def found(domain: str) -> list[Found]:
    """Every string of a domain, and where it stands."""
    return [
        Found(f"{path.relative_to(ROOT)}:{line}", message)
        for path in files(domain)
        for line, message in in_file(path)
        if message is None or message.singular
    ]


def messages(domain: str) -> list[Message]:
    """Every string of a domain once. One that is used with and without a plural is one with a plural."""
    known: dict[tuple[str, str], Message] = {}
    for _, message in found(domain):
        if message and (message.plural or (message.context, message.singular) not in known):
            known[message.context, message.singular] = message
    return sorted(known.values())
