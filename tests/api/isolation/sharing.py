"""The planted alliance: a signal of each side's platform, and with that of the courier a suspect in each place."""

from datetime import date

from models.subjects import enter_subject, enterprise
from tests.api.isolation.cast import CAST, DECIDING, KEEPERS, MARKET, PLACES, SIDES
from tests.api.isolation.planted import Planted, secret
from tests.factories import uscc_of

JOINED = tuple(role for role in DECIDING if role != "agency")


def plant_alliance(planted: Planted) -> None:
    cast, day = planted.cast, planted.today
    lead = cast.members["platform A"].member_id
    said = {"lead": lead, "charter": "章程", "charter_sha256": "0" * 64, "founded_on": day}
    made = cast.done("centre", "/v1/alliances", name="惠州市反炒信联盟", **said)
    path = f"/v1/alliances/{made['id']}"
    agreed = cast.done("centre", f"{path}/agreements", title="协议", document_sha256="0" * 64, effective_from=day)
    for role in JOINED:
        cast.done(role, f"{path}/signatures", agreement_id=agreed["id"], by="林晓")
    planted.things.add("alliance", made["id"], "", KEEPERS | set(JOINED), owner="platform A")
    for side in SIDES:
        asked = {"alliance_id": made["id"], "members": [cast.members[f"platform {side}"].member_id], "due": day}
        asked |= {"period_from": day, "period_to": day, "question": secret("协查", side)}
        inquiry = cast.done("centre", "/v1/inquiries", **asked)
        own = f"platform {side}"
        words = (secret("协查", side),)
        planted.things.add("inquiry", inquiry["id"], side, KEEPERS | {own}, owner=own, secrets=words)
    for number, side in enumerate(SIDES):
        _suspect(planted, made["id"], side, uscc_of(77_000_900 + number))


def _suspect(planted: Planted, alliance_id: str, side: str, uscc: str) -> None:
    with planted.world.context.database.write() as session:
        enter_subject(session, enterprise(uscc, f"惠州市{secret('疑似', side)}商贸有限公司", unit=PLACES[side]))
    said = {"alliance_id": alliance_id, "kind": "empty_parcels", "uscc": uscc, "confidence": 90}
    said |= {"target": {"kind": "shop", "id": secret("店铺", side)}, "purpose": "alliance_sharing"}
    said |= {"period_from": "2026-10-01", "period_to": "2026-10-31", "retention_until": str(date(2026, 12, 31))}
    shops = (secret("店铺", side), uscc)
    shared: tuple[str, ...] = ()
    for role in (f"platform {side}", "logistics"):
        ground = secret(f"{role}信号依据", side)
        got = planted.cast.done(role, "/v1/signals", evidence_sha256="1" * 64, ground=ground, **said)
        readers = KEEPERS | {role}
        planted.things.add("signal", got["id"], side, readers, owner=role, secrets=(ground,), tells=shops)
        shared += (got["id"],)
    [suspect] = [one for one in planted.cast.get("centre", "/v1/suspects")["items"] if one["uscc"] == uscc]
    judging = KEEPERS | {f"department {side}", "city market"}
    planted.things.add("suspect", suspect["id"], side, judging, tells=shared)
    sharing = {f"platform {side}", "logistics"}
    planted.things.add("suspected", uscc, side, judging | sharing, secrets=(secret("店铺", side),))
    assert judging <= set(CAST)


def plant_associations(planted: Planted) -> None:
    """Of each side's association: its mandate, a member of its own, what it proposes, and what it did by charter."""
    for number, side in enumerate(SIDES):
        _association(planted, side, uscc_of(77_000_950 + number))


def _association(planted: Planted, side: str, uscc: str) -> None:
    own, cast, things = f"association {side}", planted.cast, planted.things
    readers = KEEPERS | {own}
    given = {"member_id": cast.members[own].member_id, "standards": ["brushing-black-2018"], "valid_to": "2026-12-31"}
    given |= {"valid_from": planted.today, "document_number": secret("委托文号", side)}
    mandate = cast.done("centre", "/v1/mandates", **given)
    things.add("mandate", mandate["id"], side, readers, secrets=(given["document_number"],))
    joined = {"uscc": uscc, "name": secret("会员", side), "grade": "会员", "joined_on": "2025-01-01"}
    membership = cast.done(own, "/v1/memberships", **joined)
    things.add("membership", membership["id"], side, readers, owner=own, secrets=(joined["name"],))
    said = {"standard": "brushing-black-2018", "uscc": uscc, "name": "x", "facts": ["organised_brushing"]}
    said |= {"description": secret("推荐事由", side), "evidence": [{"kind": "document", "description": "x"}]}
    nomination = cast.done(own, "/v1/nominations", **said, recogniser=f"{PLACES[side]}/{MARKET}")
    judging, words = readers | {f"department {side}"}, (said["description"],)
    things.add("nomination", nomination["id"], side, judging, owner=f"department {side}", secrets=words)
    [clause] = [one for one in cast.get(own, "/v1/clauses")["items"] if one["measure"] == "member_warning"]
    body = {"membership_id": membership["id"], "measure": "member_warning", "clause_id": clause["id"], "article": "21"}
    body |= {"facts": secret("惩戒事由", side), "defended_on": planted.today, "on": planted.today}
    sanction = cast.done(own, "/v1/sanctions", **body)
    things.add(
        "sanction", sanction["id"], side, readers, owner=own, secrets=(body["facts"],), tells=(membership["id"],)
    )
