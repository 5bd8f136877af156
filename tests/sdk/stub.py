"""A stub of the service over a real socket: it speaks the wire shapes and does what goes wrong on request.

`faults` are taken one by one, before any answer but that to a token request: a status with a problem, a page of
something else, a dropped connection, a pause, an expired token; null lets one request pass.
"""

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LABEL = {"zh": "标题", "en": "Title"}
CLAUSE = {
    "id": "cls_1",
    "kind": "platform_rule",
    "measure": "promotion_limit",
    "reference": "平台规则第十条",
    "url": None,
    "published_on": "2026-01-01",
    "effective_from": "2026-01-01",
    "effective_to": None,
    "standard": False,
}
REPORT = {
    "id": "imp_1",
    "state": "completed",
    "list": "brushing_black",
    "source": "file",
    "mode": "increment",
    "filename": "list.csv",
    "sha256": "0" * 64,
    "rows": 1,
    "entered": 1,
    "changed": 0,
    "exited": 0,
    "unchanged": 0,
    "unverified": 0,
    "rejected": 0,
    "errors": [],
    "warnings": [],
}
LIST = {"code": "red", "title": LABEL, "nature": "red", "public": True, "grounds": [], "new_here": 1}
JUDGEMENT = {"decision_id": "dec_1", "subject_id": "sub_1", "at": "2026-11-11T00:00:00Z"}


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    pause: float = 0.0


def problem(code: str, status: int, retry_after: str | None = None, **more: Any) -> Reply:
    body = {"type": f"urn:huixin:problem:{code}", "title": f"Refused: {code}", "status": status, **more}
    headers = {"Content-Type": "application/problem+json", "X-Request-Id": "req_7"}
    return Reply(
        status, json.dumps(body).encode(), headers | ({"Retry-After": retry_after} if retry_after is not None else {})
    )


def page(status: int = 200) -> Reply:
    return Reply(status, b"<html>Welcome to the intranet</html>", {"Content-Type": "text/html; charset=utf-8"})


DROP = Reply(drop=True)


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Stub:
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    faults: deque[Reply | None] = field(default_factory=deque)
    token_faults: deque[Reply] = field(default_factory=deque)
    expires_in: int = 3600
    tokens: int = 0
    pages: int = 3
    endless: bool = False

    def to(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def answer(self, seen: Seen) -> Reply:
        self.seen.append(seen)
        if seen.path in ("/oauth/token", "/oauth/merchant"):
            return self.token_faults.popleft() if self.token_faults else self._token()
        if self.faults and (fault := self.faults.popleft()) is not None:
            return fault
        if seen.headers.get("authorization") != f"Bearer token-{self.tokens}":
            return problem("token_expired", 401)
        return Reply(body=json.dumps(self._content(seen), ensure_ascii=False).encode())

    def _token(self) -> Reply:
        time.sleep(0.02)  # long enough for threads to meet at an empty cache
        self.tokens += 1
        token = {"access_token": f"token-{self.tokens}", "token_type": "bearer", "expires_in": self.expires_in}
        return Reply(body=json.dumps({**token, "scope": "check"}).encode())

    def _content(self, seen: Seen) -> Any:
        concept, *rest = seen.path.strip("/").split("/")[1:]
        contents: dict[str, Callable[[], Any]] = {
            "check": lambda: {"items": [_item(item) for item in seen.json["items"]]} if rest else answer(seen.json),
            "listings": lambda: self._listings(int(seen.query.get("cursor", "0"))),
            "lists": lambda: [LIST],
            "clauses": lambda: {"items": [CLAUSE]} if seen.method == "GET" else CLAUSE,
            "decisions": lambda: decision() if seen.method == "GET" else {**JUDGEMENT, **seen.json},
            "subjects": lambda: subject(rest[0]),
            "imports": lambda: REPORT,
        }
        return contents[concept]()

    def _listings(self, cursor: int) -> dict[str, Any]:
        following = str(cursor) if self.endless and cursor else str(cursor + 1)
        return {
            "items": [
                {
                    "subject_id": f"sub_{cursor}{n}",
                    "subject_name": "某",
                    "uscc": None,
                    "record": {"id": "r"},
                    "sequence": 1,
                }
                for n in range(2)
            ],
            "next": following if self.endless or cursor + 1 < self.pages else None,
        }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    if item["subject"].get("uscc") == "bad":
        refused = {"pointer": "/subject/uscc", "code": "bad_uscc_checksum", "message": "The check character is wrong."}
        kind = {"type": "urn:huixin:problem:invalid_content", "title": "The content is wrong", "status": 422}
        return {"problem": {**kind, "errors": [refused]}}
    return {"answer": answer(item)}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """`refuse` for codes that end in 3, `clear` for others; the name comes back."""
    subject = request["subject"]
    code = subject.get("uscc")
    refused = bool(code) and str(code).endswith("3")
    return {
        "decision_id": "dec_1",
        "outcome": "refuse" if refused else "clear",
        "scene": request["scene"],
        "asked_as": request.get("as", "platform"),
        "identity": {
            "matched_by": "uscc",
            "subject_id": None,
            "uscc": code,
            "name": subject.get("name"),
            "kind": None,
            "name_agrees": None,
            "candidates": [],
        },
        "records": [],
        "measures": [_MEASURE] if refused else [],
        "reasons": [],
        "explanation": {"zh": f"解释\n{code}", "en": f"Explained {code}"},
        "review": {"needed": False, "why": [], "ask": None},
        "as_of": {"date": request.get("on", "2026-11-11"), "sequence": 1, "ruleset": "d" * 64},
        "reference": request.get("reference"),
        "a_field_of_a_later_service": True,
    }


_MEASURE = {
    "code": "promotion_limit",
    "title": {"zh": "限制促销", "en": "No promotions"},
    "class": "contractual",
    "binding": "statutory",
    "outcome": "refuse",
    "rule": "promotion-exclusion",
    "rule_title": LABEL,
    "grounds": [],
    "because": [],
    "until": "2027-01-01",
}


def decision() -> dict[str, Any]:
    asked = {"subject": {"uscc": "1"}, "scene": "promotion"}
    return {
        "id": "dec_1",
        "at": "2026-11-11T00:00:00Z",
        "member_id": "mem_1",
        "purpose": "promotion",
        "operator": None,
        "on": "2026-11-11",
        "answer": answer(asked),
        "judgements": [],
    }


def subject(code: str) -> dict[str, Any]:
    as_of = {"date": "2026-11-11", "sequence": 1, "ruleset": "d"}
    return {
        "id": "sub_1",
        "kind": "company",
        "uscc": code,
        "name": "某公司",
        "former_names": [],
        "records": [],
        "as_of": as_of,
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self._body()
        headers = {key.lower(): value for key, value in self.headers.items()}
        reply = self.stub.answer(Seen(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body))
        time.sleep(reply.pause)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - names of http.server

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is part of the game."""


@contextmanager
def serving() -> Iterator[Stub]:
    stub = Stub()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"stub": stub}))
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
