"""A credit platform for tests: a real server on a socket that speaks both shapes, with the faults of such platforms."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NEW, OLD = "/private-api/catalogSearchHome", "/api/credit_info_search"
Record = dict[str, Any]
Fault = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Answers a query in a wrong way; it gets what the right answer would be."""


@dataclass
class Platform:
    """`records`: what it lists. `faults`: what it does to the next queries, one each; then it behaves.

    `before_page`: called with the number of the page before it is put together, for lists that change meanwhile.
    """

    url: str
    records: list[Record] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    before_page: Callable[[int], None] = lambda _: None
    queries: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    served: dict[int, int] = field(default_factory=dict)
    """Instead of a page, serve that one."""

    @property
    def pages(self) -> list[int]:
        """The pages that were asked for, in order."""
        return [int(query["page"]) for query in self.queries]

    def answer(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        page, size = int(query["page"]), int(query["pageSize"])
        self.before_page(page)
        page = self.served.get(page, page)
        chosen = self.records[(page - 1) * size : page * size]
        count = -(-len(self.records) // size)
        if path == NEW:
            shown = [{"uuid": f"{page}-{number}", "entityType": "1"} | one for number, one in enumerate(chosen)]
            data = {"page": page, "total": len(self.records), "totalSize": count, "list": shown}
            return {"status": 1, "message": "成功", "data": data}
        shown = [self._old(one) for one in chosen]
        return {"data": {"totalCount": len(self.records), "totalPageCount": count, "results": shown}}

    @staticmethod
    def _old(record: Record) -> Record:
        renamed = {"recid": "encryStr", "accurate_entity_name": "name", "accurate_entity_code": "idCardOrOrgCode"}
        return {renamed.get(name, name): value for name, value in record.items()} | {"objectType": "2"}


def status(code: int, **headers: str) -> Fault:
    def fault(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return fault


def truncated(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Half of the document, and says that this is all."""
    send(handler, body[: len(body) // 2])


def hangs_up(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Half of the document, and the connection is gone."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler, body: bytes, pause: float = 0.1) -> None:
    """One byte at a time: never silent for long, and never done."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    waiting = threading.Event()
    for byte in body:
        try:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
        except OSError:
            return
        waiting.wait(pause)


def saying(document: Any) -> Fault:
    def fault(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        send(handler, json.dumps(document).encode())

    return fault


def send(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            platform.queries.append(query)
            platform.tokens.append(self.headers.get("Authorization"))
            fault = platform.faults.pop(0) if platform.faults else None
            body = json.dumps(platform.answer(parts.path, query), ensure_ascii=False).encode()
            (fault or send)(self, body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


@contextmanager
def running() -> Iterator[Platform]:
    platform = Platform("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(platform))
    server.daemon_threads = True
    platform.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
