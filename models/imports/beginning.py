"""Which import a file goes on with: one that did not come to its end with the same file, read in the same way."""

from collections.abc import Mapping

from sqlmodel import col, select

from models.database import Database
from models.errors import Conflict
from models.imports.keys import short_digest
from models.imports.tables import Import
from models.sequence import current_sequence


def mapping_digest(mapping: Mapping[str, str] | None) -> str:
    """By which a mapping is known again."""
    return short_digest(*sorted((mapping or {}).items()))


def begin(database: Database, job: Import, *, confirm: bool, confirmed: str | None = None) -> str:
    """Id of the import to go on with, else of this new one. `confirmed`: the only one that may be meant.

    Raises Conflict where that is over, or read by another mapping.
    """
    states = ("applying", "awaiting_confirmation") if confirm else ("applying",)
    with database.write() as session:
        same = (
            select(Import)
            .where(Import.sha256 == job.sha256, Import.list == job.list, Import.source == job.source)
            .where(Import.mode == job.mode, Import.mapping == job.mapping, col(Import.state).in_(states))
            .order_by(col(Import.started_at).desc())
        )
        if confirmed is not None:
            same = same.where(Import.id == confirmed)
        unfinished = session.exec(same).first()
        if unfinished is not None:
            unfinished.state = "applying"
            return unfinished.id
        if confirmed is not None:
            message = f"Nothing of import {confirmed} awaits confirmation, or another mapping read it: send that one."
            raise Conflict(message, zh=f"导入 {confirmed} 已无待确认的内容，或其列映射不同：请使用导入时的映射。")
        job.seq_begun = current_sequence(session)
        session.add(job)
        session.flush()
        return job.id
