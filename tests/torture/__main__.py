"""`python -m tests.torture`: do everything that may go wrong to a store, and print what came of it."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable
from functools import partial

import structlog

from tests.torture import crowds, faults, floods, kills, workers
from tests.torture.ground import Ground, Outcome, folder, prepare

Class = Callable[[Outcome, Ground], None]


def classes(times: int, seconds: float, listings: int, seed: int) -> dict[str, Class]:
    """Every class of torture by name, in the order of the table; each tries as often as `times` allows."""
    few = max(3, times // 10)
    return {
        "SIGKILL at every stage boundary": kills.at_stage_boundaries,
        "SIGKILL inside the transaction": kills.inside_the_transaction,
        "SIGKILL while a store is created": kills.while_created,
        "SIGKILL at random moments": partial(kills.at_random_moments, times=times, seed=seed),
        "SIGKILL of a reviewer": partial(kills.while_judging, times=few, seed=seed),
        "SIGKILL of a worker": partial(workers.killed_at_random, times=few, seed=seed),
        "a worker through many files": partial(workers.through_many_files, files=max(30, times * 5 // 2)),
        "write-ahead log cut": partial(faults.torn_log, times=times, seed=seed),
        "write-ahead log damaged": faults.damaged_log,
        "disk full while saving": partial(faults.disk_full, times=few),
        "files limited in size": partial(faults.file_size_limit, times=few),
        "read-only store": faults.read_only,
        "older, newer and foreign stores": faults.versions,
        "clock going backwards": faults.clock_backwards,
        "files of every fault": floods.broken_files,
        "one city, one day": partial(_flood, floods.one_day_in_one_city, listings),
        "no city, one title": partial(_flood, floods.nowhere, listings),
        "a chain of 500": partial(_flood, floods.chain, 500),
        "everybody at once": partial(crowds.everybody_at_once, seconds=seconds),
        "the holder is named": crowds.the_holder_is_named,
    }


def _flood(
    listings: Callable[[int], floods.Entries],
    size: int,
    outcome: Outcome,
    ground: Ground,
    at_most: float = 900,
) -> None:
    floods.flood(outcome, ground, listings(size), at_most)


def torture(chosen: dict[str, Class]) -> list[Outcome]:
    """What came of each class, told as it ends."""
    outcomes = []
    with folder() as path:
        ground = prepare(path)
        for name, act in chosen.items():
            outcome, started = Outcome(name), time.monotonic()
            act(outcome, ground)
            seconds = time.monotonic() - started
            print(
                f"{name}: {outcome.tries} tries, {_result(outcome)} failed, {seconds:.0f} s", file=sys.stderr
            )
            outcomes.append(outcome)
    return outcomes


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a table in Markdown."""
    rows = [
        f"| {each.name} | {each.tries} | {_result(each)} | {each.note or each.skipped} |" for each in outcomes
    ]
    return "\n".join(["| class | tries | failures | |", "|---|---:|---|---|", *rows])


def _result(outcome: Outcome) -> str:
    if outcome.skipped:
        return "skipped"
    return str(len(outcome.failures)) if outcome.failures else "none"


def main() -> int:
    """Exit code 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="random kills and cuts of the log")
    parser.add_argument("--seconds", type=float, default=60, help="how long several processes share a store")
    parser.add_argument("--listings", type=int, default=10_000, help="listings of one city and day")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments and offsets")
    parser.add_argument("--only", default="", help="only classes whose name contains this")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    chosen = classes(args.times, args.seconds, args.listings, args.seed)
    outcomes = torture({name: act for name, act in chosen.items() if args.only in name})
    print(table(outcomes))
    for outcome in outcomes:
        for failure in outcome.failures:
            print(f"FAILED {outcome.name}: {failure}")
    return int(any(outcome.failures for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
