"""What a platform pushes: signed as Standard Webhooks are, taken in once however often it comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from clients.upstream.problems import UpstreamProblem
from clients.upstream.shapes import pushed_items
from huixin.webhooks import WebhookError, verify_signature
from models.errors import Conflict, DomainError, Fault, Forbidden, Invalid
from models.imports.errors import Unreadable
from models.upstream.feeds import feed_of, secret_of
from models.upstream.intake import Desk, take_in
from models.upstream.runs import Ended, begin_run, end_run
from models.upstream.tables import UpstreamPush, UpstreamRun

LONGEST_ID = 200


class SignatureRefused(Forbidden):
    """Not signed with this feed's secret, or not now."""

    code = "signature_refused"


@dataclass(frozen=True, slots=True)
class Pushed:
    """`again`: this very message had been taken in before; nothing was done."""

    run: UpstreamRun
    again: bool


def take_push(desk: Desk, code: str, headers: Mapping[str, str], body: bytes) -> Pushed:
    """Raises SignatureRefused, also where there is no such feed: who has no secret learns nothing; Invalid for a body
    that is not of the new shape, Conflict for a list that was given up."""
    message_id = _authenticated(desk, code, headers, body)
    with desk.database.read() as session:
        feed = feed_of(session, code)
        known = session.get(UpstreamPush, (code, message_id))
        if known is not None:
            return Pushed(session.get_one(UpstreamRun, known.run_id), again=True)
    items = _items(body)
    now = desk.clock()
    with desk.database.write() as session:
        run_id = begin_run(session, feed, "push", now)
    ended = Ended("failed", "broken_off", "The import was interrupted.")
    try:
        with NamedTemporaryFile("w", prefix="huixin-push-", suffix=".jsonl", encoding="ascii") as file:
            file.writelines(json.dumps(item) + "\n" for item in items)
            file.flush()
            ended = Ended("completed")
            if items:
                ended = take_in(desk, feed, Path(file.name), filename=f"{code}.push.jsonl").ended
    except Unreadable as error:
        ended = Ended("failed", error.code, error.message)
        raise
    finally:
        with desk.database.write() as session:
            run = end_run(session, run_id, ended, desk.clock(), rows=len(items))
            if ended.state != "failed" and session.get(UpstreamPush, (code, message_id)) is None:
                session.add(UpstreamPush(feed=code, message_id=message_id, at=now, run_id=run_id))
    if ended.state == "failed":
        raise Conflict(str(ended.detail))  # so that the platform keeps the message, and sends it again
    return Pushed(run, again=False)


def _authenticated(desk: Desk, code: str, headers: Mapping[str, str], body: bytes) -> str:
    """The message's id, once its signature and age are found good."""
    with desk.database.read() as session:
        try:
            secret = secret_of(feed_of(session, code), desk.keys)
            message_id = verify_signature(body, headers, secret, now=desk.clock())
        except (DomainError, WebhookError):
            raise SignatureRefused("The signature, its time or the feed is wrong.") from None
    if len(message_id) > LONGEST_ID:
        raise SignatureRefused(f"The message's id is longer than {LONGEST_ID} characters.")
    return message_id


def _items(body: bytes) -> tuple[dict[str, object], ...]:
    try:
        return pushed_items(json.loads(body))
    except (ValueError, RecursionError):
        message = "The body is no whole JSON document."
        raise Invalid(message, Fault("", "not_json", message)) from None
    except UpstreamProblem as problem:
        raise Invalid(problem.message, Fault("/data", problem.code, problem.message)) from None
