"""Attachments: what a file is, where its bytes lie, and who sent it."""

import hashlib
import io
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from moto.server import ThreadedMotoServer
from sqlmodel import Session, select

from huixin.core.vocabulary import MemberKind
from models import media_types
from models.attachment_store import Damaged, FolderStore, Store, StoreUnavailable, open_store
from models.attachments import (
    Attachment,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    AttachmentUpload,
    Limits,
    enter_upload,
    receive,
)
from models.caller import Caller
from models.database import Database
from models.errors import Invalid
from tests.factories import make_member

PDF = b"%PDF-1.7\n% a report"
PNG = b"\x89PNG\r\n\x1a\n and more"


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (DOCX, media_types.DOCX),
        (zipped("xl/workbook.xml"), media_types.XLSX),
        (zipped("OFD.xml", "Doc_0/Document.xml"), media_types.OFD),
        (zipped("word/document.xml", "word/vbaProject.bin"), None),
        (zipped("report.exe"), None),
        (b"PK\x03\x04 no directory follows", None),
        (b"<svg onload='x'/>", None),
        (b"<!doctype html>", None),
        (b"\n%PDF-1.7", None),
        (b"MZ\x90", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, found: str | None) -> None:
    assert media_types.media_type_of(content) == found


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An S3-compatible server on a socket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        environment.setenv("AWS_REGION", "us-east-1")
        environment.setenv("AWS_ALLOW_HTTP", "true")
        import boto3

        boto3.client("s3").create_bucket(Bucket="huixin")
        yield "s3://huixin/files"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return open_store(tmp_path, request.getfixturevalue("bucket") if request.param == "bucket" else None)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_what_is_stored_comes_back(store: Store) -> None:
    large = os.urandom(6 << 20)
    for content in (PDF, large):
        for _ in range(2):
            store.put(digest(content), content)
        assert store.get(digest(content)) == content


def test_what_was_never_stored_is_missed(store: Store) -> None:
    with pytest.raises(Damaged):
        store.get(digest(b"never"))


def test_what_is_no_longer_itself_is_noticed(store: Store) -> None:
    store.put(digest(b"one"), b"another")
    with pytest.raises(Damaged, match="not what was stored"):
        store.get(digest(b"one"))


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "attachments")
    store.put(digest(PDF), PDF)
    path = store.path(digest(PDF))
    assert path == tmp_path / "attachments" / digest(PDF)[:2] / digest(PDF)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [digest(PDF)]


def test_a_folder_that_takes_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "attachments").write_text("in the way")
    with pytest.raises(StoreUnavailable):
        FolderStore(tmp_path / "attachments").put(digest(PDF), PDF)


def test_a_bucket_that_is_away_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    store = open_store(tmp_path, "s3://nobody/there")
    with pytest.raises(StoreUnavailable):
        store.put(digest(PDF), PDF)
    with pytest.raises(StoreUnavailable):
        store.get(digest(PDF))


def test_attachments_lie_in_a_folder_or_a_bucket(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        open_store(tmp_path, "ftp://x/y")


def test_size_and_kind_are_looked_at_before_anything_is_stored(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    limits = Limits(largest=len(PDF))
    assert receive(store, io.BytesIO(PDF), limits).media_type == "application/pdf"
    with pytest.raises(AttachmentTooLarge):
        receive(store, io.BytesIO(PDF + b"x"), limits)
    with pytest.raises(Invalid, match="empty"):
        receive(store, io.BytesIO(b""), limits)
    with pytest.raises(AttachmentTypeRefused, match="of no known type"):
        receive(store, io.BytesIO(b"MZ"), limits)
    with pytest.raises(AttachmentTypeRefused, match="image/png"):
        receive(store, io.BytesIO(PNG), replace(limits, largest=100, types=("application/pdf",)))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest(PDF)]


def caller(member_id: str, kind: MemberKind) -> Caller:
    return Caller(member_id, "somebody", kind, frozenset())


def sent(session: Session, member_id: str, now: datetime, folder: Path) -> AttachmentUpload:
    received = receive(FolderStore(folder), io.BytesIO(PDF), Limits())
    return enter_upload(session, caller(member_id, MemberKind.UNIT), received, "report.pdf", now)


def test_the_same_bytes_lie_once_and_each_upload_is_its_senders(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with database.write() as session:
        members = [make_member(session, MemberKind.UNIT).member_id for _ in range(2)]
    uploads: list[str] = []

    def send(member_id: str) -> None:
        with database.write() as session:
            uploads.append(sent(session, member_id, now, tmp_path).id)

    threads = [threading.Thread(target=send, args=(member_id,)) for member_id in members * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert len(session.exec(select(Attachment)).all()) == 1
        assert len(set(uploads)) == 6
        senders = [session.get_one(AttachmentUpload, upload_id).member_id for upload_id in uploads]
        assert sorted(senders) == sorted(members * 3)
