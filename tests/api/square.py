"""What is public: a centre that drafts and approves bulletins on the list that a platform sends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import select

from clients.upstream.fetching import Patience
from clients.upstream.pull import pull
from huixin import Client
from huixin.core.vocabulary import MemberKind
from huixin.types.bulletin import BulletinApproval, BulletinDetail, BulletinRequest
from models.listings import Listing, change_listing
from models.upstream.feeds import FeedPlan, add_feed
from models.upstream.intake import Desk
from tests.api.conftest import World
from tests.upstream.conftest import FEED, LIST, SECRET, SOURCE, listed
from tests.upstream.platform import Platform, running

OCTOBER = BulletinRequest(on=date(2026, 10, 31))
FORMS = ("", ".html", ".atom", ".csv")


@dataclass
class Square:
    """The centre's two officers, the platform whose list counts, and what everybody reads."""

    world: World
    author: Client
    second: Client
    platform: Platform
    desk: Desk

    def pull(self) -> None:
        assert pull(self.desk, FEED, patience=Patience(seconds=5.0, sleep=lambda _: None)).state == "completed"

    def published(self, request: BulletinRequest = OCTOBER) -> BulletinDetail:
        made = self.author.bulletins.add(request)
        return self.second.bulletins.act(made.id, BulletinApproval())

    def page(self, key: str, **headers: str) -> httpx.Response:
        return self.world.client.get(f"/public/bulletins/{key}.html", headers=headers)

    def named(self, key: str) -> set[int]:
        """Numbers of the merchants whose code the page tells."""
        page = self.page(key)
        assert page.status_code == 200, page.text
        return {number for number in range(20) if str(listed(number)["accurate_entity_code"]) in page.text}

    def everything(self) -> str:
        """All that is public of bulletins but their own pages."""
        return "".join(self.world.client.get(f"/public/bulletins{form}").text for form in FORMS)

    def change(self, number: int, **changes: Any) -> None:
        with self.world.context.database.write() as session:
            change_listing(session, self.listing(number), **changes)

    def listing(self, number: int) -> str:
        with self.world.context.database.read() as session:
            return session.exec(select(Listing.id).where(Listing.natural_key == f"id:R{number:04d}")).one()


def officer(world: World, name: str) -> Client:
    member = world.member(MemberKind.CENTRE, name)
    return Client("http://testserver", member.client_id, member.client_secret, http=world.client)


@contextmanager
def public_square(world: World, tmp_path: Path) -> Iterator[Square]:
    context = world.context
    desk = Desk(context.database, context.keys, context.ruleset, tmp_path, context.now)
    with running() as platform:
        plan = FeedPlan(FEED, LIST, SOURCE, url=platform.url, page_size=100, token="let-me-in")
        with context.database.write() as session:
            add_feed(session, context.ruleset.catalogue, context.keys, plan, SECRET, context.now())
        platform.records = [listed(number) for number in range(9)]
        made = Square(world, officer(world, "author"), officer(world, "second"), platform, desk)
        made.pull()
        yield made
