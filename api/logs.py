"""What the service says of itself: one event a line, as JSON or, on a terminal, for people to read.

Events name things by words of the service's own and by ids, never by what a caller sent: no path but the route's, no
query, no body, no text of an exception. What libraries say comes out in the same form.
"""

import logging
from typing import Literal, TextIO, TypeAlias

import structlog
from structlog.typing import Processor

LogForm: TypeAlias = Literal["json", "text"]
FORMS: tuple[LogForm, ...] = ("json", "text")
LEVELS = ("debug", "info", "warning", "error")
_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def log_to(stream: TextIO, form: LogForm | None, level: str) -> None:
    """From now on this process logs there. `form`: None for text on a terminal, JSON elsewhere."""
    told = form or ("text" if stream.isatty() else "json")
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if told == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("httpx", "httpcore", "uvicorn.access", "alembic"):
        # they write addresses, and at each look at a database which one it is
        logging.getLogger(name).setLevel(logging.WARNING)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Logs through the standard library, so that whoever embeds the service decides where to."""
    log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return log
