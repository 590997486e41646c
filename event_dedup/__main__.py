"""`python -m event_dedup COMMAND`: one module a command in `commands/`, imported only when it is called."""

from __future__ import annotations

import os
import sys
import traceback
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module

# name -> what it does; `train-default` is the module commands/train_default.py.
COMMANDS = {
    "batch": "process the files of a folder into a store",
    "watch": "process a folder, then whatever arrives in it, until stopped",
    "export": "write canonical events as JSON, CSV, Parquet or iCalendar",
    "rebuild": "derive pairs and canonical events anew from listings and judgements",
    "withdraw": "take listings back out of the canonical events",
    "judgements": "write what people decided to a file, or read it from one",
    "review": "serve the app in which people judge doubtful pairs",
    "tune": "serve the app in which thresholds and vocabulary are chosen",
    "evaluate": "measure the linkage against labelled folders",
    "errors": "list the mistakes made on a labelled folder, and why",
    "train-default": "train the model that is shipped with the package",
    "ablation": "measure what each comparison and rule contributes",
    "learning-curve": "measure what more judgements would gain",
    "bench": "measure what one more file costs in stores of growing size",
}
USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 could not be done, 2 wrong arguments or settings."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("-h", "--help", "help"):
        print(overview())
        return 0
    if name not in COMMANDS:
        print(overview(), file=sys.stderr)
        return _tell(
            f"{name!r} is no command: take one of those above." if name else "Name a command.", USAGE
        )
    return _guarded(name, rest)


def overview() -> str:
    """All commands, one a line."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        ["usage: python -m event_dedup COMMAND …", "", *lines, "", "COMMAND --help tells its options."]
    )


def _run(name: str, arguments: list[str]) -> int:
    from event_dedup.logs import configure_logging
    from event_dedup.settings import load_settings

    command = import_module(f"event_dedup.commands.{name.replace('-', '_')}")
    parser = ArgumentParser(
        prog=f"python -m event_dedup {name}",
        description=command.__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.configure(parser)
    args = parser.parse_args(arguments)
    settings = load_settings()
    configure_logging(settings.log_json, settings.log_level)
    code: int = command.run(args)
    sys.stdout.flush()
    return code


def _guarded(name: str, arguments: list[str]) -> int:
    """The one place where an expected error becomes one line that says what to do next."""
    from event_dedup.expected import CANDIDATES, STOPPED, expected

    try:
        return _run(name, arguments)
    except KeyboardInterrupt:
        return _tell("Stopped. The store holds the last finished run; run it again to go on.", STOPPED)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except CANDIDATES as error:
        told = expected(error)
        if told is None:
            raise
        return _tell(*told)


def _tell(message: str, code: int) -> int:
    if os.environ.get("EVENT_DEDUP_LOG_LEVEL") == "DEBUG":
        traceback.print_exc()
    print(f"error: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
