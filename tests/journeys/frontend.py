"""A small frontend, as somebody would begin one: it asks the API with its token and shows title and body."""

import contextlib
import html
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit


def page_of(item: dict[str, Any]) -> str:
    """Title, summary, and what of the body is words."""
    words = "".join(str(block["value"]) for block in item["body"] if block["type"] == "paragraph")
    return f"<h1>{html.escape(item['title'])}</h1><p>{html.escape(item['summary'])}</p>{words}"


def list_of(items: list[dict[str, Any]]) -> str:
    """The titles of a bundle."""
    return "".join(f"<h2>{html.escape(item['title'])}</h2>" for item in items)


@contextlib.contextmanager
def small_frontend(api: str) -> Iterator[str]:
    """Serve it; yields its address without a trailing slash."""

    class Frontend(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
            status, body = _asked(api, token)
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(f"<!doctype html><meta charset=utf-8><title>Trang Sở</title>{body}".encode())

        def log_message(self, *_words: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Frontend)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _asked(api: str, token: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{api}/api/v1/preview/?token={quote(token)}", timeout=10) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, f"<p>{html.escape(json.load(refused)['detail'])}</p>"
    return 200, list_of(told["results"]) if "results" in told else page_of(told)
