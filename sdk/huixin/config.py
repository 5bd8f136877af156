"""Where the service is and who asks: given by hand or by HUIXIN_URL, HUIXIN_CLIENT_ID and HUIXIN_CLIENT_SECRET."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

import httpx

from huixin.errors import ConfigurationError

USER_AGENT = f"huixin-python/{version('huixin')}"
TIMEOUT = 10.0
"""Seconds for each of connecting, sending, and waiting for an answer. What the caller gives holds for all requests."""
BATCH_TIMEOUT = 60.0
"""Seconds for many checks in one request."""
UPLOAD_TIMEOUT = 600.0
"""Seconds for a list file: the service reads it whole before it answers."""
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """Address of the service without a slash at its end, and the member's credential.

    `merchant`: a merchant asks; its code stands for the client id, the one-time code for the secret.
    """

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    merchant: bool = False


def settings(
    url: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    environment: Mapping[str, str] = os.environ,
    *,
    merchant: bool = False,
) -> Settings:
    """What is given, completed from the environment. Raises ConfigurationError for what is missing or no address."""
    given = {"HUIXIN_URL": url, "HUIXIN_CLIENT_ID": client_id, "HUIXIN_CLIENT_SECRET": client_secret}
    found = {name: environment.get(name, "") if value is None else value for name, value in given.items()}
    missing = [name for name, value in found.items() if not value.strip()]
    if missing:
        raise ConfigurationError(f"Not set: {', '.join(missing)}. Set it in the environment or pass it to the client.")
    return Settings(
        _address(found["HUIXIN_URL"].strip()), found["HUIXIN_CLIENT_ID"], found["HUIXIN_CLIENT_SECRET"], merchant
    )


def _address(url: str) -> str:
    try:
        whole = _ADDRESS.fullmatch(url) is not None and bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        whole = False
    if not whole:
        raise ConfigurationError(f"{url!r} is not the address of a service. Give one such as http://127.0.0.1:8000.")
    return url.rstrip("/")
