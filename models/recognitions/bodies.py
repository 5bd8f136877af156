"""Which department may recognise for which list, and what it is called."""

from datetime import date

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.errors import Forbidden, NotFound
from models.recognitions.tables import Recognition
from rules.catalogue import Catalogue
from rules.departments import recognisers_on

SEES_ALL = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


def require_recogniser(catalogue: Catalogue, caller: Caller, list_code: str, day: date) -> None:
    """Forbidden unless the caller is a department that the packs name among the list's recognisers on that day.

    The centre registers and publishes; it never recognises.
    """
    if caller.kind is not MemberKind.DEPARTMENT or caller.unit is None or caller.department is None:
        raise Forbidden("Only a department recognises; the centre registers and publishes what one has decided.")
    if caller.department not in recognisers_on(catalogue, list_code, day):
        raise Forbidden(f"{body_name(catalogue, caller.unit, caller.department)} is no recogniser of '{list_code}'.")


def body_name(catalogue: Catalogue, unit: str, department: str) -> str:
    """惠城区市场监督管理局."""
    return catalogue.units[unit].title.zh + catalogue.departments[department].title.zh


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """A department sees its own, a unit those of its departments, the centre and auditors all."""
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is MemberKind.DEPARTMENT and caller.unit is not None and caller.department is not None:
        return (col(Recognition.unit) == caller.unit) & (col(Recognition.department) == caller.department)
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(Recognition.unit) == caller.unit
    return false()


def find_recognition(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Recognition:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Recognition).where(Recognition.id == key, seen_by(caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no recognition {key}.")
    return found
