"""What the environment decides, read once at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`largest_body` and `largest_upload` are in bytes.

    `worker`: `serve` does the jobs of the queue too. `webhook_networks` may be sent to although they are not public,
    `webhook_http` without TLS.
    """

    home: Path
    database_url: str | None = None
    clock_file: Path | None = None
    token_lifetime: timedelta = timedelta(minutes=15)
    idempotency_lifetime: timedelta = timedelta(hours=24)
    largest_body: int = 1 << 20
    largest_upload: int = 1 << 29
    worker: bool = True
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    webhook_http: bool = False

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Each variable as docs/operating.md tells; HUIXIN_CLOCK_FILE counts only where HUIXIN_TEST is 1.

        ValueError for a network that is none.
        """
        clock_file = environment.get("HUIXIN_CLOCK_FILE") if environment.get("HUIXIN_TEST") == "1" else None
        return cls(
            home=Path(environment.get("HUIXIN_HOME") or "var"),
            database_url=environment.get("HUIXIN_DATABASE_URL") or None,
            clock_file=Path(clock_file) if clock_file else None,
            worker=environment.get("HUIXIN_WORKER") != "0",
            webhook_networks=tuple(map(ip_network, environment.get("HUIXIN_WEBHOOK_NETWORKS", "").split())),
            webhook_http=environment.get("HUIXIN_WEBHOOK_HTTP") == "1",
        )
