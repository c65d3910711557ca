"""Evaluates the patients of a file and prints the essence of each decision: python3 evaluate.py FILE [DATA]"""
import sys

import regimen


def main(file, data=None):
    # Open once, evaluate as often as there are patients.
    engine = regimen.Engine(data=data)
    with open(file, "rb") as text:
        patients = engine.evaluate(text.read(), name=file, budget_us=5_000_000)
    for patient in patients:
        for problem in patient.problems:  # what was set aside
            print(f"{file}:{problem.line} {problem.pointer} {problem.code}: {problem.message}", file=sys.stderr)
        if patient.decision is None:
            continue
        eligibility = patient.decision["eligibility"]
        print("eligibility:", eligibility["status"])
        for one in patient.decision["regimens"]:
            print(f"{one['id']}: safety {one['safety']['status']}, rank {one['rank'] or 'null'}")
        for missing in eligibility["missing"]:
            print("missing:", missing["fact"], missing.get("about", ""))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:3])
    except regimen.Error as error:
        print(error.status, file=sys.stderr)
        for one in error.problems:
            print(f"{sys.argv[1]}:{one.line} {one.pointer} {one.code}: {one.message}", file=sys.stderr)
        sys.exit(1)
