"""How far the job behind tasks and prompts has come; others send it back to the beginning."""

from sqlmodel import Session, select

from models.punishments.tables import PunishmentCursor


def cursor_of(session: Session) -> PunishmentCursor:
    return session.get_one(PunishmentCursor, 1)


def sweep_anew(session: Session) -> None:
    """What changed may concern any merchant: the sweep of the day begins once more."""
    cursor = session.exec(select(PunishmentCursor).with_for_update()).one()
    cursor.swept_on, cursor.sweeping_on, cursor.swept_to = None, None, ""
    session.flush()
