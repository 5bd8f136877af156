"""A platform for tests that takes submissions and tells what it holds: a real server on a socket, with faults."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.upstream.platform import Fault, send


@dataclass
class Receiver:
    """`records`: what it holds, by id. `refuses`: ids that it would not have, with its reason. `faults`: what it does
    to the next requests, one each; what came with a submission it has taken in all the same, as platforms do."""

    url: str
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    faults: list[Fault | None] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def take(self, batch: dict[str, Any]) -> dict[str, Any]:
        self.batches.append(batch["batch"])
        results = []
        for one in batch["records"]:
            if one["id"] in self.refuses:
                results.append({"id": one["id"], "status": "refused", "message": self.refuses[one["id"]]})
                continue
            if one["kind"] == "withdrawal":
                self.records.pop(one["id"], None)
            else:
                self.records[one["id"]] = one["record"]
            results.append({"id": one["id"], "status": "accepted", "message": None})
        return {"batch": batch["batch"], "results": results}

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        page, size = int(query["page"]), int(query["pageSize"])
        held = [{"id": key, "record": record} for key, record in sorted(self.records.items())]
        chosen = held[(page - 1) * size : page * size]
        return {"data": {"page": page, "total": len(held), "totalSize": -(-len(held) // size), "list": chosen}}


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.keys.append(self.headers.get("Idempotency-Key"))
            self._answer(receiver.take(said))

        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self._answer(receiver.page(query))

        def _answer(self, document: dict[str, Any]) -> None:
            receiver.tokens.append(self.headers.get("Authorization"))
            fault = receiver.faults.pop(0) if receiver.faults else None
            (fault or send)(self, json.dumps(document, ensure_ascii=False).encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
