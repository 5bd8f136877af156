"""Feeds: which list of which platform, where to ask, and the secrets of both directions."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from huixin.webhooks import SECRET_PREFIX
from models.errors import Conflict, Fault, Invalid, NotFound
from models.keys import KeyRing
from models.upstream.tables import SHAPES, UpstreamFeed
from rules.catalogue import Catalogue

CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PAGE_SIZE = 100
LARGEST_PAGE = 10_000
LONGEST_INTERVAL = 60 * 24 * 31
"""Minutes between two pulls."""


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What a new feed shall be. `secret`: of pushes, `whsec_…`; `token`: sent with queries."""

    code: str
    list: str
    source: str
    shape: str = "new"
    url: str | None = None
    page_size: int = PAGE_SIZE
    token: str | None = None
    pull_minutes: int | None = None


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def add_feed(
    session: Session, catalogue: Catalogue, keys: KeyRing, plan: FeedPlan, secret: str, now: datetime
) -> UpstreamFeed:
    """Enters a feed. Raises Invalid for a list that follows no upstream, Conflict where it stands already."""
    entry = catalogue.lists.get(plan.list)
    if entry is None or not entry.follows_upstream:
        known = ", ".join(sorted(code for code, entry in catalogue.lists.items() if entry.follows_upstream))
        message = f"No list {plan.list!r} follows an upstream; those that do: {known}."
        raise Invalid(message, Fault("/list", "no_upstream_list", message))
    if plan.shape not in SHAPES or not 1 <= plan.page_size <= LARGEST_PAGE:
        message = f"The shape is one of {', '.join(SHAPES)}, a page has 1 to {LARGEST_PAGE} records."
        raise Invalid(message, Fault("/shape", "bad_feed", message))
    if plan.url is not None and (urlsplit(plan.url).scheme not in ("http", "https") or not urlsplit(plan.url).hostname):
        message = "The URL begins with https:// or http:// and names a host."
        raise Invalid(message, Fault("/url", "bad_url", message))
    _check_interval(plan.url, plan.pull_minutes)
    _refuse_double(session, plan)
    feed = UpstreamFeed(
        code=plan.code,
        list=plan.list,
        source=plan.source,
        shape=plan.shape,
        url=plan.url,
        page_size=plan.page_size,
        sealed_secret=keys.seal(secret.encode()),
        sealed_token=keys.seal(plan.token.encode()) if plan.token else None,
        pull_minutes=plan.pull_minutes,
        created_at=now,
    )
    session.add(feed)
    session.flush()
    return feed


def set_interval(session: Session, code: str, minutes: int | None) -> UpstreamFeed:
    """None: by hand alone. Raises NotFound, Invalid."""
    feed = feed_of(session, code)
    _check_interval(feed.url, minutes)
    feed.pull_minutes = minutes
    session.flush()
    return feed


def _check_interval(url: str | None, minutes: int | None) -> None:
    """Raises Invalid for an interval that nothing can come of."""
    if minutes is None:
        return
    message = None
    if url is None:
        message = "A feed without a URL is never pulled: its platform pushes, or its files are dropped."
    elif not 1 <= minutes <= LONGEST_INTERVAL:
        message = f"The interval is 1 to {LONGEST_INTERVAL} minutes."
    if message is not None:
        raise Invalid(message, Fault("/pull_minutes", "bad_interval", message))


def _refuse_double(session: Session, plan: FeedPlan) -> None:
    same = (col(UpstreamFeed.list) == plan.list) & (col(UpstreamFeed.source) == plan.source)
    found = session.exec(select(UpstreamFeed).where((col(UpstreamFeed.code) == plan.code) | same)).first()
    if found is not None:
        raise Conflict(f"There is a feed {found.code} already: {found.source} for list {found.list}.")


def feed_of(session: Session, code: str) -> UpstreamFeed:
    """Raises NotFound."""
    feed = session.get(UpstreamFeed, code)
    if feed is None:
        raise NotFound(f"There is no upstream feed {code}.")
    return feed


def all_feeds(session: Session) -> list[UpstreamFeed]:
    return list(session.exec(select(UpstreamFeed).order_by(col(UpstreamFeed.code))).all())


def secret_of(feed: UpstreamFeed, keys: KeyRing) -> str:
    return keys.unseal(feed.sealed_secret).decode()


def token_of(feed: UpstreamFeed, keys: KeyRing) -> str | None:
    return None if feed.sealed_token is None else keys.unseal(feed.sealed_token).decode()
