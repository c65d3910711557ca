#!/usr/bin/env python3
"""What screening whole lists costs, beside what anything must cost that reads them.

    cmake --preset bench && cmake --build --preset bench
    python3 tests/bench/lists.py [--sizes 10k,100k,1m] [--long] [--what cat,parse,by_hand,screen] ...

Makes up lists in a temporary folder, runs over each of them `cat`, simdjson's parse alone, the entry job written by hand and
`regimen screen`, and prints a Markdown table. Rows that `screen` and the one written by hand see differently are told, and
end it with 1. Figures are the median by wall time of the runs, CPU time the median of its own; memory is the peak of one
process, and cannot be told below that of this script, which the kernel counts in. Lists are in the page cache when they are
read. Standard library only.
"""

import argparse
import csv
import os
import pathlib
import resource
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMATS = ("csv", "ndjson")
WHAT = ("cat", "parse", "by_hand", "screen")


@dataclass
class Run:
    seconds: float  # wall time
    cpu: float  # seconds, user and system
    peak: float  # MB


def run(command, output=os.devnull):
    """Runs it to its end with its standard output in a file; what it says on standard error is kept for a failure."""
    with open(output, "wb") as out, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = os.posix_spawnp(
            command[0],
            command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, out.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, errors.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - begin
        if os.waitstatus_to_exitcode(status) != 0:
            errors.seek(0)
            sys.exit(f"exit {os.waitstatus_to_exitcode(status)}: {' '.join(command)}\n{errors.read(2000).decode(errors='replace')}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(command, runs):
    """The run whose wall time is the median, with the greatest peak of all."""
    done = sorted((run(command) for _ in range(runs)), key=lambda one: one.seconds)
    middle = done[(len(done) - 1) // 2]
    return Run(middle.seconds, statistics.median(one.cpu for one in done), max(one.peak for one in done))


def peak_text(peak):
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{peak:.0f}" if peak > floor + 1 else f"< {floor + 1:.0f}"


def disagreements(screened, by_hand):
    """How many rows differ in id, eligibility, failed or unknown, and the first few of them."""
    names = ["id", "eligibility", "failed", "unknown"]
    count, first = 0, []
    with open(screened, newline="") as one, open(by_hand, newline="") as other:
        rows, expected = csv.reader(one), csv.reader(other)
        header = next(rows)
        places = [header.index(name) for name in names]
        if next(expected) != names:
            sys.exit(f"{by_hand}: not the columns that are compared")
        number = 0
        while True:
            left, right = next(rows, None), next(expected, None)
            if left is None and right is None:
                return count, first
            number += 1
            if left is None or right is None or [left[place] for place in places] != right:
                count += 1
                if len(first) < 5:
                    first.append(f"row {number}: {left and [left[place] for place in places]}, by hand {right}")


def parse_size(text):
    factors = {"k": 1000, "m": 1000_000}
    return int(float(text[:-1]) * factors[text[-1]]) if text[-1] in factors else int(text)


def chosen(text, known):
    words = text.split(",")
    if not set(words) <= set(known):
        sys.exit(f"one of {', '.join(known)} is meant: {text}")
    return words


def ratio(mine, other):
    return "" if mine is None or other is None else f"{mine.seconds / other.seconds:,.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10k,100k,1m", help="numbers of rows (%(default)s)")
    parser.add_argument("--long", action="store_true", help="and ten million rows: 12 GB for the time of the run")
    parser.add_argument("--what", default=",".join(WHAT), help="%(default)s")
    parser.add_argument("--formats", default=",".join(FORMATS), help="%(default)s")
    parser.add_argument("--threads", default="1,2", help="of by_hand and screen (%(default)s)")
    parser.add_argument("--screen-most", default="0", help="screen no longer lists than this; 0: all")
    parser.add_argument("--screen-options", default="", help="more arguments of screen, divided by blanks")
    parser.add_argument("--runs", type=int, default=3, help="of lists up to 100k; of longer ones one (%(default)s)")
    parser.add_argument("--runs-of-long", type=int, default=1, help="of lists beyond 100k (%(default)s)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--missing", default="0.08", help="share of cells that are empty (%(default)s)")
    parser.add_argument("--build", default=str(ROOT / "build" / "bench"), help="where the programs are (%(default)s)")
    parser.add_argument("--program", help="another regimen than that of --build")
    parser.add_argument("--folder", help="where lists are made, in a folder that is removed afterwards")
    arguments = parser.parse_args()

    tools = pathlib.Path(arguments.build) / "tests"
    program = arguments.program or str(pathlib.Path(arguments.build) / "regimen")
    what = chosen(arguments.what, WHAT)
    formats = chosen(arguments.formats, FORMATS)
    threads = arguments.threads.split(",")
    sizes = [parse_size(size) for size in arguments.sizes.split(",")]
    if arguments.long:
        sizes.append(10_000_000)
    most = parse_size(arguments.screen_most)
    for needed in (program, tools / "regimen_make_list"):
        if not os.access(needed, os.X_OK):
            sys.exit(f"{needed} is not there: cmake --preset bench && cmake --build --preset bench")

    print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} before the start, beside which wall times say little if it is not low\n")
    print("| rows | list | what | threads | seconds | rows a second | CPU µs a row | peak MB | to cat | to parse alone | to by hand |")
    print("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    said = []
    work = pathlib.Path(tempfile.mkdtemp(prefix="regimen-lists-", dir=arguments.folder))
    try:
        for rows in sizes:
            for form in formats:
                said += measure(arguments, tools, program, what, threads, most, rows, form, work)
    finally:
        shutil.rmtree(work)
    print()
    for line in said:
        print(line)
    sys.exit(1 if any(line.endswith("rows differ") for line in said) else 0)


def measure(arguments, tools, program, what, threads, most, rows, form, work):
    """Prints the lines of one list; gives what is to be said of its rows."""
    made = work / f"list.{form}"
    run([str(tools / "regimen_make_list"), "--rows", str(rows), "--seed", arguments.seed, "--format", form,
         "--missing", arguments.missing, "--output", str(made)])
    runs = arguments.runs if rows <= 100_000 else arguments.runs_of_long
    cat = parse = None

    def line(name, count, done, by_hand=None):
        cells = [f"{rows:,}", form, name, count, f"{done.seconds:.3g}", f"{rows / done.seconds:,.0f}",
                 f"{done.cpu / rows * 1e6:.4g}", peak_text(done.peak),
                 ratio(done, cat), ratio(done, parse), ratio(done, by_hand)]
        print("| " + " | ".join(cells) + " |", flush=True)

    run(["cat", str(made)])  # into the page cache
    if "cat" in what:
        cat = median(["cat", str(made)], runs)
        line("cat", "1", cat)
    if "parse" in what and form == "ndjson":
        parse = median([str(tools / "regimen_parse_alone"), str(made)], runs)
        line("parse alone", "1", parse)
    by_hand = {}
    expected = work / "by_hand.csv"
    screened = work / "screened.csv"
    if "by_hand" in what:
        for count in threads:
            by_hand[count] = median([str(tools / "regimen_by_hand"), str(made), "--format", form, "--threads", count,
                                     "--output", str(expected)], runs)
            line("by hand", count, by_hand[count], by_hand[count])
    said = []
    if "screen" in what and (most == 0 or rows <= most):
        for count in threads:
            command = [program, "screen", "--data", str(ROOT), str(made), "--threads", count, "--output", str(screened)]
            if form == "csv":
                command += ["--mapping", str(ROOT / "tests" / "bench" / "list.mapping.yaml")]
            done = median(command + arguments.screen_options.split(), runs)
            line("screen", count, done, by_hand.get(count))
            if not expected.exists():
                continue
            differ, first = disagreements(screened, expected)
            where = f"{rows:,} rows, {form}, {count} thread{'' if count == '1' else 's'}"
            said.append(f"{where}: {differ} rows differ" if differ else f"{where}: screen and by hand agree on all rows")
            said += first
    for file in (made, expected, screened):
        file.unlink(missing_ok=True)
    return said


if __name__ == "__main__":
    main()
