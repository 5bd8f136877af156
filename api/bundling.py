"""Bundles as jobs of the worker: each audience that has asked has its own, and is brought up to date by itself."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from api.context import AppContext
from models.bundles.build import InForce
from models.bundles.making import Maker, is_due
from models.bundles.shelf import Shelf
from models.jobs import TakenJob, put_job
from rules.ruleset import RuleSet

BUNDLE = "bundle"
"""Kind of the job; its key names the audience."""


def rules_of(context: AppContext) -> InForce:
    """What is in force, and what is published to follow it."""
    now, published = context.now(), context.book.timeline()
    ahead = context.book.ahead(published, context.today(), now)
    following = tuple((day, rules) for day, rules in ahead if isinstance(rules, RuleSet))
    return InForce(context.book.of(published.at(now)), following)


def maker_of(context: AppContext) -> Maker:
    return Maker(context.database, context.keys.bundle_keys[0], lambda: rules_of(context))


def make_bundle(context: AppContext, job: TakenJob) -> Callable[[Session], datetime | None]:
    for audience, shelf in Shelf.all(context.settings.bundles_folder):
        if shelf.folder.name == job.key:
            maker_of(context).make(audience, shelf, context.now())
    return lambda _: None


def plan_bundles(context: AppContext) -> None:
    """Those that something is to follow."""
    shelves = [shelf for _, shelf in Shelf.all(context.settings.bundles_folder)]
    if not shelves:
        return
    now, rules = context.now(), rules_of(context)
    with context.database.read() as session:
        due = [shelf for shelf in shelves if is_due(session, shelf, rules, now)]
    if due:
        with context.database.write() as session:
            for shelf in due:
                put_job(session, BUNDLE, shelf.folder.name, now, lane=BUNDLE)
