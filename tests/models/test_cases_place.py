"""Which county a record belongs to: where its own case stands, else another of its merchant, else its merchant."""

from models.cases.place import place_of
from models.listings import Listing
from models.subjects import Subject
from rules.routing import Place
from tests.case_desk import Desk
from tests.factories import make_listing, make_subject


def unit_of(desk: Desk, listing_id: str) -> str | None:
    with desk.database.read() as session:
        subject_id = session.get_one(Listing, listing_id).subject_id
        return place_of(session, desk.ruleset.catalogue, subject_id, listing_id)


def another(desk: Desk, listing_id: str) -> str:
    """A further record of the same merchant, about which there is no case."""
    with desk.database.write() as session:
        subject = session.get_one(Subject, session.get_one(Listing, listing_id).subject_id)
        return make_listing(session, subject, list="ecommerce_black").id


def test_a_case_beats_what_is_known_of_the_merchant(desk: Desk) -> None:
    lead = desk.record(desk.open(Place(jurisdiction="boluo"), subject_unit="huidong"))
    assert unit_of(desk, lead.id) == "boluo"
    assert unit_of(desk, another(desk, lead.id)) == "boluo"


def test_it_follows_the_case_to_another_county(desk: Desk) -> None:
    case_id = desk.open(Place(jurisdiction="boluo"))
    other = another(desk, desk.record(case_id).id)
    desk.route("longmen", case_id)
    assert unit_of(desk, other) == "longmen"


def test_without_a_case_that_stands_with_a_unit_the_division_says_it_or_nothing(desk: Desk) -> None:
    unclear = desk.record(desk.open(Place(jurisdiction="440300"), subject_unit="huidong"))
    assert unit_of(desk, unclear.id) == "huidong"
    with desk.database.write() as session:
        nowhere = make_listing(session, make_subject(session))
    assert unit_of(desk, nowhere.id) is None
