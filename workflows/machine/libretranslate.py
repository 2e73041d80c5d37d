"""The LibreTranslate protocol: POST /translate, GET /languages, JSON both ways, a key in the body."""

from collections.abc import Sequence
from typing import Any

from sites.outside.wire import Fault
from workflows.machine.engines import Pair, engines
from workflows.machine.rules import Limits
from workflows.machine.servers import Server
from workflows.machine.wire import ask

NAME = "libretranslate"
OK, BUSY, REDIRECTS, SERVER = 200, 429, range(300, 400), 500
DENIED = frozenset({401, 403})


class LibreTranslate:
    """One server that speaks it."""

    def __init__(self, server: Server, limits: Limits) -> None:
        self.server, self.limits = server, limits

    def can(self, pair: Pair, *, seconds: float) -> bool:
        """Whether the server lists the pair; one that names no targets takes every language that it lists."""
        listed = self._ask("/languages", None, seconds)
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise Fault("not_understood")
        by_code = {str(one.get("code")): one for one in listed}
        source = by_code.get(pair.source)
        return source is not None and pair.target in source.get("targets", by_code)

    def translate(self, texts: Sequence[str], pair: Pair, *, has_tags: bool, seconds: float) -> list[str]:
        """One request for all of them."""
        body: dict[str, Any] = {
            "q": list(texts),
            "source": pair.source,
            "target": pair.target,
            "format": "html" if has_tags else "text",
        }
        if self.server.key:
            body["api_key"] = self.server.key
        answer = self._ask("/translate", body, seconds)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise Fault("not_understood")
        if len(found) != len(texts):
            raise Fault("wrong_number")
        return found

    def _ask(self, path: str, body: dict[str, Any] | None, seconds: float) -> Any:
        status, answer = ask(self.server, path, body, seconds=seconds, most=self.limits.bytes)
        if status == OK:
            return answer
        said = str(answer.get("error", "")) if isinstance(answer, dict) else ""
        raise Fault(_code(status), said)


def _code(status: int) -> str:
    if status == BUSY:
        return "busy"
    if status in REDIRECTS:
        return "redirected"
    if status in DENIED:
        return "denied"
    return "server_fault" if status >= SERVER else "refused_there"


def register() -> None:
    """Called when the room is ready."""
    engines.register(NAME, LibreTranslate)
