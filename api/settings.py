"""What the environment decides, read once at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from api.logs import FORMS, LEVELS, LogForm
from clients.delivery import Reach
from models.attachments import Limits
from models.bundles.shelf import BUNDLES
from models.media_types import MEDIA_TYPES
from models.rulesets.kept import FOLDER


@dataclass(frozen=True, slots=True)
class Settings:
    """`largest_body` and `largest_upload` are in bytes.

    `attachments`: `s3://bucket/prefix`, else they lie in `home`. `analyses`, `bundles`: a folder, else one in `home`.
    `worker`: `serve` does the jobs of the queue too. `at_once`: requests under way in one process, and of one member.
    `log_form`: None for text on a terminal, else JSON.
    `webhook_networks` may be sent to although they are not public, `webhook_http` without TLS, `webhook_ports` although
    they are reserved.
    """

    home: Path
    database_url: str | None = None
    clock_file: Path | None = None
    token_lifetime: timedelta = timedelta(minutes=15)
    idempotency_lifetime: timedelta = timedelta(hours=24)
    largest_body: int = 1 << 20
    largest_upload: int = 1 << 29
    attachments: str | None = None
    attachment_limits: Limits = field(default_factory=Limits)
    analyses: Path | None = None
    bundles: Path | None = None
    worker: bool = True
    at_once: int = 256
    at_once_of_one: int = 128
    log_form: LogForm | None = None
    log_level: str = "info"
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    webhook_http: bool = False
    webhook_ports: tuple[int, ...] = ()

    @property
    def analyses_folder(self) -> Path:
        """Where what was found about rule sets is kept."""
        return self.analyses or self.home / FOLDER

    @property
    def bundles_folder(self) -> Path:
        """Where bundles are kept."""
        return self.bundles or self.home / BUNDLES

    @property
    def reach(self) -> Reach:
        """Where webhooks may go."""
        return Reach(self.webhook_networks, self.webhook_http, self.webhook_ports)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Each variable as docs/operating.md tells; HUIXIN_CLOCK_FILE counts only where HUIXIN_TEST is 1.

        ValueError for a network, a port or a count that is none, and for a form or level of the log that there is not.
        """
        clock_file = environment.get("HUIXIN_CLOCK_FILE") if environment.get("HUIXIN_TEST") == "1" else None
        return cls(
            home=Path(environment.get("HUIXIN_HOME") or "var"),
            database_url=environment.get("HUIXIN_DATABASE_URL") or None,
            clock_file=Path(clock_file) if clock_file else None,
            attachments=environment.get("HUIXIN_ATTACHMENTS") or None,
            attachment_limits=_attachment_limits(environment),
            analyses=Path(analyses) if (analyses := environment.get("HUIXIN_ANALYSES")) else None,
            bundles=Path(bundles) if (bundles := environment.get("HUIXIN_BUNDLES")) else None,
            worker=environment.get("HUIXIN_WORKER") != "0",
            at_once=_count(environment, "HUIXIN_AT_ONCE", 256),
            at_once_of_one=_count(environment, "HUIXIN_AT_ONCE_OF_ONE", 128),
            log_form=_log_form(environment.get("HUIXIN_LOG_FORM") or None),
            log_level=_log_level(environment.get("HUIXIN_LOG_LEVEL") or "info"),
            webhook_networks=tuple(map(ip_network, environment.get("HUIXIN_WEBHOOK_NETWORKS", "").split())),
            webhook_http=environment.get("HUIXIN_WEBHOOK_HTTP") == "1",
            webhook_ports=tuple(map(int, environment.get("HUIXIN_WEBHOOK_PORTS", "").split())),
        )


def _count(environment: Mapping[str, str], name: str, usual: int) -> int:
    """ValueError for what is no number from 1 on."""
    text = environment.get(name) or str(usual)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name}: {text} is no number from 1 on.")
    return int(text)


def _log_form(form: str | None) -> LogForm | None:
    """ValueError for one that there is not."""
    if form is None or form in FORMS:
        return form
    raise ValueError(f"HUIXIN_LOG_FORM: {form} is not among {', '.join(FORMS)}.")


def _log_level(level: str) -> str:
    """ValueError for one that there is not."""
    if level in LEVELS:
        return level
    raise ValueError(f"HUIXIN_LOG_LEVEL: {level} is not among {', '.join(LEVELS)}.")


def _attachment_limits(environment: Mapping[str, str]) -> Limits:
    """ValueError for a size that is no number, or a type that is not known by its content."""
    types = tuple(environment.get("HUIXIN_ATTACHMENT_TYPES", "").split()) or MEDIA_TYPES
    if unknown := sorted(set(types) - set(MEDIA_TYPES)):
        raise ValueError(f"HUIXIN_ATTACHMENT_TYPES: {', '.join(unknown)} is not among {', '.join(MEDIA_TYPES)}.")
    return Limits(int(environment.get("HUIXIN_ATTACHMENT_LARGEST") or Limits().largest), types)
