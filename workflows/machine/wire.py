"""One question to a server of the operator's list and its answer, in JSON (`sites.outside`)."""

import http.client
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from sites.outside.wire import Answer, Fault, Machine, Question, exchange
from workflows.machine.servers import Server, is_allowed

type Json = Any

HEADERS = {"Accept": "application/json", "Content-Type": "application/json"}


def ask(
    server: Server, path: str, body: Mapping[str, Json] | None = None, *, seconds: float, most: int
) -> tuple[int, Json]:
    """The status and the JSON of an answer; raises Fault. Never waits longer than `seconds`."""
    data = None if body is None else json.dumps(body).encode()
    machine = Machine(server.host, server.port, server.is_encrypted, allows=partial(is_allowed, server=server))
    question = Question("GET" if data is None else "POST", server.path + path, data, HEADERS)
    answer = exchange(machine, question, seconds=seconds, most=most)
    if not answer.is_whole:
        raise Fault("too_large")
    return answer.status, _json(answer)


def _json(answer: Answer) -> Json:
    try:
        return json.loads(answer.body)
    except ValueError as error:
        if answer.status == http.client.OK:
            raise Fault("not_understood") from error
        return None
