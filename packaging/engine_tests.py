"""Run the tests of an engine's environment, by that environment's Python.

    python3 packaging/bootstrap.py test -m engines        makes the environments, and runs all of these
    .environments/torch/bin/python packaging/engine_tests.py [ARGUMENTS]        arguments go to pytest

Without a path it runs the whole suite (core/install/suites.py). The tools (pytest and others) come from the
environment "test", where the engine's own has none; in doubt the engine's packages win.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.install.layout import environment_python, environments_root, site_packages
from core.install.suites import SUITES, pytest_arguments

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = environments_root(CHECKOUT)


def main() -> int:
    """Run them; return pytest's exit code."""
    suites = {suite.environment: suite for suite in SUITES if suite.is_of_engines}
    suite = suites.get(Path(sys.prefix).name)
    if suite is None:
        known = " or ".join(str(environment_python(ENVIRONMENTS / name)) for name in suites)
        sys.stderr.write(f"Run this by {known}.\n")
        return 2
    # A second thread finds no work in the tiny nets of tests and waits for it at full power. Hosts do not get
    # this variable: they are as users have them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.chdir(CHECKOUT)  # paths are relative to it
    sys.path[0] = str(CHECKOUT)
    sys.path += [str(folder) for folder in site_packages(ENVIRONMENTS / "test")]
    try:
        import pytest
    except ImportError:
        sys.stderr.write("The tools are missing: python3 packaging/bootstrap.py test makes them.\n")
        return 2
    options = ["-c", str(CHECKOUT / "tests" / "engines.ini"), "--rootdir", str(CHECKOUT)]
    asked = pytest_arguments(suite, sys.argv[1:], CHECKOUT)
    return pytest.main([*options, "-p", "no:pytest-qt", *asked])


if __name__ == "__main__":
    sys.exit(main())
