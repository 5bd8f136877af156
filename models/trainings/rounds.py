"""Rounds: held by the centre or a department, for those on the lists that the packs name; who is invited."""

from datetime import date

from sqlmodel import Session, col, select

from huixin.core.identifiers import IdentifierError, mask_person_name, parse_resident_id, parse_uscc
from huixin.core.visibility import has_ended, has_standing
from huixin.core.vocabulary import MemberKind, SubjectKind
from huixin.types.training import InviteRequest, TrainingRequest
from models.base import new_id
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.keys import KeyRing
from models.listings import Listing, records_of_many
from models.personal import refuse_personal
from models.subjects import SubjectContent, SubjectVersion, current_version, find_by_key, person
from models.trainings.tables import Training, TrainingSeat
from models.versions import in_force

LISTS = "training_lists"
_HOLDS = frozenset({MemberKind.CENTRE, MemberKind.DEPARTMENT})
_AT_ONCE = 500


def hold(work: Work, body: TrainingRequest) -> Training:
    """A new round. Raises Forbidden, Invalid."""
    _require_holder(work)
    refuse_personal(body)
    if body.last_day < body.first_day:
        raise wrong("/last_day", "ends_before_it_starts", "The last day lies before the first.")
    allowed = lists_on(work, work.today)
    for index, code in enumerate(body.lists):
        if code not in allowed:
            message = f"Trainings are for those on {', '.join(allowed)}."
            raise wrong(f"/lists/{index}", "not_a_training_list", message)
    row = Training(
        id=new_id("trn"),
        title=body.title,
        contents=body.contents,
        lists=" ".join(dict.fromkeys(body.lists)),
        place=body.place,
        first_day=body.first_day,
        last_day=body.last_day,
        pass_mark=body.pass_mark,
        member_id=work.caller.member_id,
        by=work.caller.name,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def lists_on(work: Work, day: date) -> tuple[str, ...]:
    """Codes of the lists whose names are trained, by the packs of the day."""
    value = work.catalogue.parameter_or(LISTS, day, ())
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def find_training(session: Session, key: str) -> Training:
    """Raises NotFound."""
    row = session.get(Training, key)
    if row is None:
        raise NotFound(f"There is no training {key}.")
    return row


def invite_listed(work: Work, key: str) -> int:
    """Invites whoever stands on the lists of the round today and is not invited yet; says how many. A second time it
    takes those who came meanwhile. Raises NotFound, Forbidden, Conflict once the round is over."""
    row = _open_round(work, key)
    codes = row.lists.split(" ")
    listed = select(Listing.subject_id).where(col(Listing.list).in_(codes)).distinct().order_by(Listing.subject_id)
    known = set(work.session.exec(select(TrainingSeat.subject_id).where(TrainingSeat.training_id == key, _OWN)))
    ids = [one for one in work.session.exec(listed) if one not in known]
    invited = 0
    for first in range(0, len(ids), _AT_ONCE):
        invited += _invite(work, row, ids[first : first + _AT_ONCE], frozenset(codes))
    return invited


_OWN = (col(TrainingSeat.role) == "merchant") | (col(TrainingSeat.role) == "individual")


def _standing(work: Work, subject_ids: list[str], codes: frozenset[str]) -> set[str]:
    """Those of them that stand on one of these lists today."""
    return {
        subject_id
        for subject_id, records in records_of_many(work.session, subject_ids).items()
        if any(
            # what an association keeps inside is nobody else's to know
            one.list in codes
            and one.inside is None
            and has_standing(one, work.today)
            and not has_ended(one, work.today)
            for one in records
        )
    }


def _require_listed(work: Work, row: Training, subject_id: str) -> None:
    """Whose representative is invited stands on the round's lists, or was invited while it did."""
    own = TrainingSeat.training_id == row.id, TrainingSeat.subject_id == subject_id, TrainingSeat.role == "merchant"
    invited = work.session.exec(select(TrainingSeat.id).where(*own)).first()
    if invited is None and not _standing(work, [subject_id], frozenset(row.lists.split(" "))):
        raise wrong("/uscc", "not_on_the_lists", "This merchant stands on none of the lists that the round is for.")


def _invite(work: Work, row: Training, subject_ids: list[str], codes: frozenset[str]) -> int:
    standing = _standing(work, subject_ids, codes)
    versions = select(SubjectVersion).where(
        col(SubjectVersion.subject_id).in_(standing), in_force(SubjectVersion, None)
    )
    seats = [_seat_of(work, row, version) for version in work.session.exec(versions)]
    work.session.add_all(seats)
    work.session.flush()
    return len(seats)


def _seat_of(work: Work, row: Training, version: SubjectVersion) -> TrainingSeat:
    """A natural person on a list is invited as an individual."""
    is_person = version.kind == SubjectKind.NATURAL_PERSON
    return TrainingSeat(
        id=new_id("sea"),
        training_id=row.id,
        subject_id=version.subject_id,
        unit=version.unit,
        role="individual" if is_person else "merchant",
        person_key=version.subject_id if is_person else "",
        name=version.name,
        sealed=version.sealed if is_person else None,
        state="invited",
        invited_on=work.today,
    )


def invite_person(work: Work, keys: KeyRing, key: str, body: InviteRequest) -> TrainingSeat:
    """The legal representative of a listed merchant, or an individual who has to do with it. Raises NotFound,
    Forbidden, Invalid, Conflict for who is invited already."""
    row = _open_round(work, key)
    subject_id = _merchant(work, body.uscc)
    _require_listed(work, row, subject_id)
    content = _person(keys, body)
    version = current_version(work.session, subject_id)
    same = select(TrainingSeat.id).where(
        TrainingSeat.training_id == key,
        TrainingSeat.subject_id == subject_id,
        TrainingSeat.role == body.role,
        TrainingSeat.person_key == content.key,
    )
    if work.session.exec(same).first() is not None:
        raise Conflict("This person is invited already.", zh="该人员已被邀请。")
    seat = TrainingSeat(
        id=new_id("sea"),
        training_id=row.id,
        subject_id=subject_id,
        unit=None if version is None else version.unit,
        role=body.role,
        person_key=content.key,
        name=mask_person_name(body.name.strip()),
        sealed=content.sealed,
        state="invited",
        invited_on=work.today,
    )
    work.session.add(seat)
    work.session.flush()
    return seat


def _person(keys: KeyRing, body: InviteRequest) -> SubjectContent:
    try:
        return person(keys, parse_resident_id(body.resident_id), body.name.strip())
    except IdentifierError as error:
        raise wrong("/resident_id", "bad_code", str(error)) from error


def _merchant(work: Work, uscc: str) -> str:
    try:
        found = find_by_key(work.session, f"uscc:{parse_uscc(uscc)}")
    except IdentifierError as error:
        raise wrong("/uscc", "bad_code", str(error)) from error
    if found is None:
        raise wrong("/uscc", "not_known", "Nothing is known of a merchant with this code.")
    return found.id


def _open_round(work: Work, key: str) -> Training:
    _require_holder(work)
    row = find_training(work.session, key)
    if row.last_day < work.today:
        raise Conflict(f"The round ended on {row.last_day}.", zh=f"该期培训已于{row.last_day}结束。")
    return row


def _require_holder(work: Work) -> None:
    if work.caller.kind not in _HOLDS:
        raise Forbidden("The centre or a department holds trainings.", zh="培训由信用中心或主管部门组织。")
