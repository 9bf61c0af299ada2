"""Make what suites of engines run in: their environments, and the files that ``test_weights.py`` fetches.

    python packaging/suite_needs.py [SUITE ...]        by the names of core/install/suites.py; else for all

What is there and up to date is left. What cannot be made does not stop the rest; the exit code is 1 then.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT)]

from core.install.build import ensure, is_current  # noqa: E402
from core.install.failures import InstallFailed  # noqa: E402
from core.install.sets import load_sets  # noqa: E402
from core.install.suites import SUITES, Suite  # noqa: E402

FETCH = CHECKOUT / "packaging" / "test_weights.py"


def missing(suite: Suite, checkout: Path = CHECKOUT) -> list[str]:
    """Name what a suite of an engine needs and is not there, or not up to date."""
    sets = load_sets(checkout)
    names = [f"the environment {name}" for name in suite.needs if not is_current(sets[name], checkout)]
    if suite.fetched and not (checkout / suite.fetched).is_file():
        names.append(suite.fetched)
    return names


def make(suite: Suite) -> bool:
    """Make what is missing for a suite; tell whether all is there."""
    sets = load_sets(CHECKOUT)
    good = True
    for name in suite.needs:
        try:
            ensure(sets[name], CHECKOUT)
        except InstallFailed as failure:
            sys.stderr.write(f"\n{failure.what}\n{failure.why}\n{failure.remedy}\n")
            good = False
    if suite.fetched and not (CHECKOUT / suite.fetched).is_file():
        good = not subprocess.run([sys.executable, str(FETCH)], check=False).returncode and good
    return good


def main() -> int:
    """Make it all; return 1 where something is missing still."""
    asked = sys.argv[1:] or [suite.name for suite in SUITES]
    made = [make(suite) for suite in SUITES if suite.name in asked]
    return 0 if all(made) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
