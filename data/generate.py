"""Make a labelled set of event listings; without arguments, the sample that is committed in `data/sample`.

python data/generate.py --listings 5000 --seed 7 --out out/set
"""

import argparse
import sys
from pathlib import Path

import fourth_writer
import second_writer
import third_writer
from generator.delivery import deliver
from generator.rates import vary

SAMPLE = Path(__file__).parent / "sample"
OTHER_WRITERS = {
    "second": second_writer.deliver,
    "third": third_writer.deliver,
    "fourth": fourth_writer.deliver,
}


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, write the files, return the exit code."""
    args = _parser().parse_args(arguments)
    if args.out.exists() and any(args.out.iterdir()):
        print(f"{args.out} is not empty: name another folder with --out, or remove it first", file=sys.stderr)
        return 2
    if args.writer in OTHER_WRITERS:
        if args.vary or args.weeks is not None:
            told = f"leave --vary and --weeks to the first writer: the {args.writer} draws both by the seed"
            print(told, file=sys.stderr)
            return 2
        files = OTHER_WRITERS[args.writer](args.listings, args.seed, args.out)
    else:
        if args.vary:
            vary(str(args.seed))
        weeks = 2 if args.weeks is None and args.listings == 800 else args.weeks
        files = deliver(args.listings, args.seed, args.out, weeks)
    print(f"{args.listings} listings in {files} files and truth.csv are in {args.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listings", type=int, default=800, help="how many listings (800)")
    parser.add_argument("--seed", type=int, default=15, help="another seed, another invented region (15)")
    parser.add_argument(
        "--writer",
        choices=["first", *OTHER_WRITERS],
        default="first",
        help="whose towns, papers, events and words (first)",
    )
    parser.add_argument("--weeks", type=int, help="weeks of issues; left out, it grows with the listings")
    parser.add_argument(
        "--vary", action="store_true", help="other rates of every difficulty, drawn by the seed"
    )
    parser.add_argument("--out", type=Path, default=SAMPLE, help="an empty or new folder (data/sample)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
