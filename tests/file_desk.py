"""A desk to which files are sent."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from huixin.core.vocabulary import MemberKind
from models.attachment_store import FolderStore
from models.attachments import AttachmentUpload, Limits, enter_upload, receive
from models.caller import Caller
from models.members import add_member
from models.scopes import default_scopes
from tests.case_desk import Desk

PDF = b"%PDF-1.7\n% a record of a visit"


@dataclass
class FileDesk(Desk):
    """A desk whose callers are members, because uploads are somebody's."""

    folder: Path = field(kw_only=True)

    def member(self, kind: MemberKind, unit: str | None = None, department: str | None = None) -> Caller:
        name = "/".join(filter(None, (kind, unit, department)))
        with self.database.write() as session:
            scopes = default_scopes(kind)
            made = add_member(session, name, kind, scopes, self.now, unit=unit, department=department)
        return Caller(made.member_id, name, kind, scopes, unit, department)

    def send(self, who: Caller, content: bytes = PDF) -> AttachmentUpload:
        received = receive(FolderStore(self.folder), io.BytesIO(content), Limits())
        with self.database.write() as session:
            return enter_upload(session, who, received, "现场核查记录.pdf", self.now)
