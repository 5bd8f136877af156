"""What a merchant is not told: a lead, a decision before its service, and what others enter on these."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.vocabulary import Standing
from models.listings import change_listing
from models.outbox import Event
from models.rights.objections import RESULT
from tests.api.conftest import World
from tests.api.rights_world import EVIDENCE, Rights
from tests.api.test_stays import stayed

ON_PAPER = {"decided_by": "惠州市信用中心"}


@pytest.fixture
def rights(world: World) -> Rights:
    """Its merchant has come in, for a record of which it was told."""
    rights = Rights(world)
    rights.listing()
    return rights


def lead(rights: Rights) -> str:
    nobody = dict.fromkeys(("recogniser", "recogniser_code", "document_number"))
    return rights.listing(list="ecommerce_pushed", standing=Standing.LEAD, **nobody)


def proposed(rights: Rights) -> str:
    return rights.listing(standing=Standing.PROPOSED, document_number="惠城市监〔2026〕77号")


def objected(rights: Rights, listing_id: str) -> str:
    return str(rights.done("centre", "/v1/objections", listing_id=listing_id, statement="有误")["id"])


def exit_asked(rights: Rights, listing_id: str) -> str:
    return str(rights.done("centre", "/v1/exits", listing_id=listing_id, reasons="已整改", evidence=EVIDENCE)["id"])


def stay_entered(rights: Rights, listing_id: str) -> str:
    return str(stayed(rights, listing_id, "centre")["id"])


ENTERED = [
    (lead, objected, "/v1/objections"),
    (lead, exit_asked, "/v1/exits"),
    (lead, stay_entered, "/v1/stays"),
    (proposed, objected, "/v1/objections"),
    (proposed, exit_asked, "/v1/exits"),
    (proposed, stay_entered, "/v1/stays"),
]


@pytest.mark.parametrize(("untold", "enter", "path"), ENTERED)
def test_what_others_enter_on_it_is_not_there_for_the_merchant(
    rights: Rights, untold: Any, enter: Any, path: str
) -> None:
    key, merchant = enter(rights, untold(rights)), rights.merchant()
    assert rights.world.client.get(path, headers=merchant).json()["items"] == []
    assert rights.world.client.get(f"{path}/{key}", headers=merchant).status_code == 404
    assert rights.get("centre", f"{path}/{key}").status_code == 200


@pytest.mark.parametrize(("enter", "path"), [case[1:] for case in ENTERED if case[0] is proposed])
def test_once_served_it_is(rights: Rights, enter: Any, path: str) -> None:
    listing_id = proposed(rights)
    key, merchant = enter(rights, listing_id), rights.merchant()
    with rights.world.context.database.write() as session:
        change_listing(session, listing_id, takes_effect_on=date(2027, 1, 1))
    assert rights.world.client.get(f"{path}/{key}", headers=merchant).status_code == 200


@pytest.mark.parametrize("untold", [lead, proposed])
def test_nor_does_it_hear_of_what_is_decided_on_it(rights: Rights, untold: Any) -> None:
    rights.merchant()
    for listing_id in (rights.listing(document_number="惠城市监〔2026〕78号"), untold(rights)):
        path = f"/v1/objections/{objected(rights, listing_id)}/actions"
        rights.done("centre", path, action="reject", reasons="不成立", **ON_PAPER)
    with rights.world.context.database.read() as session:
        told = [event.data["listing_id"] for event in session.exec(select(Event).where(Event.type == RESULT))]
    assert len(told) == 1, "of the record of which it was told alone"
    assert listing_id not in told


def test_nor_is_the_file_its_own_to_read_on_which_such_an_objection_rests(rights: Rights) -> None:
    content = b"%PDF-1.4\n1\n%%EOF\n"
    sent = {"file": ("a.pdf", content, "application/pdf")}
    upload = rights.world.client.post("/v1/attachments", files=sent, headers=rights.headers("centre")).json()
    named = [{"kind": "document", "description": "材料", "sha256": upload["sha256"]}]
    told, merchant = rights.listing(document_number="惠城市监〔2026〕78号"), rights.merchant()
    for listing_id, status in ((lead(rights), 404), (told, 200)):
        rights.done("centre", "/v1/objections", listing_id=listing_id, statement="有误", evidence=named)
        read = rights.world.client.get(f"/v1/attachments/{upload['id']}", headers=merchant)
        assert read.status_code == status
