"""What a member's program is offered so that it can answer without the network."""

from datetime import datetime

from pydantic import Field

from huixin.types.base import Reply, Request


class BundlePart(Reply):
    """A base, or a delta that follows one. `manifest`: signed (JWS); it names the file by its SHA-256 and says what
    it holds. `packed`: bytes of the file as zstd."""

    manifest: str
    packed: int


class BundleOffer(Reply):
    """What has to be fetched and applied, in this order, to have the newest; nothing where it is held already.

    `endorsed`: of each key that followed another what the one before signed over it (JWS), the oldest first: whoever
    trusts a key comes to trust those that followed it.
    """

    parts: list[BundlePart]
    endorsed: list[str] = Field(default_factory=list)


class MemberFile(Reply):
    """What a bundle does not know of the member itself, signed (JWS): its clauses, and about whom its people have
    judged."""

    signed: str


class BundleFollowed(Request):
    """`manifest`: digest of the newest manifest that has been applied."""

    manifest: str = Field(pattern="^[0-9a-f]{64}$")


class BundleAcknowledged(Reply):
    """How many notices of ended records were acknowledged by it, and when."""

    acknowledged: int
    at: datetime
