"""One form for every log line, whether it comes from structlog or from the standard library."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logging(json_output: bool = False, log_level: str = "INFO") -> None:
    """Send structlog and standard-library records to stderr, as JSON lines or as text for a console.

    Raises ValueError for a level that `logging` does not know.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_renderers(json_output))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(log_level.upper())
    # Splink and watchfiles speak at INFO of what a reader of our log cannot act on.
    for noisy in ("splink", "watchfiles", "sqlglot"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def _renderers(json_output: bool) -> list[structlog.typing.Processor]:
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if json_output:
        return [drop_meta, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [drop_meta, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
