"""Where the bytes of attachments lie, by their SHA-256: a folder of the state, or an S3-compatible bucket."""

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

FOLDER = "attachments"


class Damaged(Exception):  # noqa: N818 - says what happened
    """What lies under a digest is gone, or is not what was stored there."""


class StoreUnavailable(Exception):  # noqa: N818 - says what happened
    """The store does not answer, or does not take what is sent."""


class Store(Protocol):
    """Raises StoreUnavailable from either."""

    def put(self, digest: str, content: bytes) -> None:
        """Returns once the bytes last. The same again changes nothing."""

    def get(self, digest: str) -> bytes:
        """Exactly what was put. Raises Damaged."""


class FolderStore:
    """Files readable by their owner only, in subfolders by the first two characters of the digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, digest: str, content: bytes) -> None:
        path = self.path(digest)
        if path.exists():
            return
        aside = path.with_name(f".{digest}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
            _settle(path.parent)
        except OSError as error:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise StoreUnavailable(f"The folder of attachments takes nothing: {error.strerror}.") from error

    def get(self, digest: str) -> bytes:
        try:
            return whole(digest, self.path(digest).read_bytes())
        except FileNotFoundError:
            raise Damaged(f"There is nothing under {digest}.") from None
        except OSError as error:
            raise StoreUnavailable(f"The folder of attachments cannot be read: {error.strerror}.") from error

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


class BucketStore:
    """Objects named by their digests in a bucket; address and credentials as the AWS_… variables say."""

    def __init__(self, url: str) -> None:
        # An extra: most installations have no bucket.
        from obstore.store import from_url

        self._store: Any = from_url(
            url,
            client_options={"allow_http": True, "timeout": "30s"},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )

    def put(self, digest: str, content: bytes) -> None:
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self._store, digest, content)
        except (BaseError, OSError) as error:
            raise StoreUnavailable(f"The bucket takes nothing: {type(error).__name__}.") from error

    def get(self, digest: str) -> bytes:
        import obstore
        from obstore.exceptions import BaseError

        try:
            return whole(digest, bytes(obstore.get(self._store, digest).bytes()))
        except FileNotFoundError:
            raise Damaged(f"There is nothing under {digest}.") from None
        except (BaseError, OSError) as error:
            raise StoreUnavailable(f"The bucket cannot be read: {type(error).__name__}.") from error


@lru_cache
def open_store(home: Path, url: str | None) -> Store:
    """The bucket of `s3://bucket/prefix`, else the folder in `home`. ValueError for any other address."""
    if url is None:
        return FolderStore(home / FOLDER)
    if not url.startswith("s3://"):
        raise ValueError(f"Attachments lie in s3://bucket/prefix or in a folder, not at {url}.")
    return BucketStore(url)


def whole(digest: str, content: bytes) -> bytes:
    """The content, if it is what its name says. Raises Damaged."""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(f"What lies under {digest} is not what was stored there.")
    return content


def _settle(folder: Path) -> None:
    """The new name lasts too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
