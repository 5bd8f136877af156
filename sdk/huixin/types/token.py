"""What the token endpoint gives."""

from typing import Literal

from huixin.types.base import Reply


class TokenReply(Reply):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds."""
    scope: str
