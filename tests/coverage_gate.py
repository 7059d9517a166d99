"""After the suite: is enough of the code run by it, branches counted? Not a test itself."""

from __future__ import annotations

import io
import sys

from coverage import Coverage

#: What must be reached, in per cent, by the files that count.
GATES = (
    ("the domain", ["solicense_plugin/domain/*"], 100.0),
    ("hooks", ["hooks/*"], 95.0),
    ("everything", ["solicense_plugin/*", "hooks/*"], 95.0),
)


def main() -> int:
    """Print what is missing, and return whether a gate is closed."""
    coverage = Coverage()
    coverage.load()
    closed = 0
    for name, files, wanted in GATES:
        lines = io.StringIO()
        reached = coverage.report(include=files, file=lines, show_missing=True, skip_covered=True)
        print(f"{name}: {reached:.1f} % of {wanted:.0f} %")
        if reached < wanted:
            print(lines.getvalue())
            closed = 1
    return closed


if __name__ == "__main__":
    sys.exit(main())
