"""Adds up the reports of several runs of pytest and prints one line as pytest does."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def main(paths: list[str]) -> None:
    """Print the sum of the reports at these paths."""
    sums: Counter[str] = Counter()
    seconds = 0.0
    for path in filter(Path.exists, map(Path, paths)):
        for suite in ElementTree.parse(path).getroot().iter("testsuite"):
            seconds += float(suite.get("time", "0"))
            for key in ("tests", "failures", "errors", "skipped"):
                sums[key] += int(suite.get(key, "0"))
    passed = sums["tests"] - sums["failures"] - sums["errors"] - sums["skipped"]
    words = {
        "failed": sums["failures"],
        "passed": passed,
        "skipped": sums["skipped"],
        "errors": sums["errors"],
    }
    told = ", ".join(f"{count} {word}" for word, count in words.items() if count)
    print(f"===== {told or 'no tests ran'} in {seconds:.2f}s =====")


if __name__ == "__main__":
    main(sys.argv[1:])
