"""A bundle for each kind of member, and one for each association that keeps records of its own."""

from api.bundling import maker_of
from huixin.core.vocabulary import treated_as
from models.bundles.making import audience_of
from models.bundles.shelf import Shelf
from tests.api.isolation.cast import CAST, DECIDING
from tests.api.isolation.planted import Planted


def plant_bundles(planted: Planted) -> None:
    context = planted.world.context
    maker, readers = maker_of(context), dict[Shelf, set[str]]()
    for role in DECIDING:
        member = planted.cast.members[role].member_id
        with context.database.read() as session:
            audience = audience_of(session, CAST[role].kind, member)
        shelf = Shelf.of(context.settings.bundles_folder, audience)
        if shelf not in readers:
            maker.make(audience, shelf, context.now())
            assert audience.kind is treated_as(CAST[role].kind)
        readers.setdefault(shelf, set()).add(role)
    for shelf, roles in readers.items():
        issued = shelf.issued()
        assert issued is not None
        [base] = issued.parts
        planted.things.add("bundle", base.manifest.sha256, "", roles)
        planted.things.add("bundle manifest", base.digest, "", roles)
