"""Run the tests of an engine's environment, by that environment's Python.

    python3 packaging/bootstrap.py --engines f5,xtts
    .environments/torch/bin/python packaging/engine_tests.py [ARGUMENTS]        arguments go to pytest

The tools (pytest and others) come from the environment "test", where the engine's own has none; in doubt the
engine's packages win.
"""

from __future__ import annotations

import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = CHECKOUT / ".environments"
ENGINES = "tests/core/engines"
TESTS = {
    "torch": (
        f"{ENGINES}/f5",
        f"{ENGINES}/xtts",
        f"{ENGINES}/test_checkpoint_files.py",
        f"{ENGINES}/test_torch_engines.py",
        f"{ENGINES}/test_torch_host.py",
        f"{ENGINES}/test_torch_release.py",
        f"{ENGINES}/test_torch_support.py",
    ),
    "kokoro-test": (f"{ENGINES}/kokoro",),
}


def main() -> int:
    """Run them; return pytest's exit code."""
    name = Path(sys.prefix).name
    if name not in TESTS:
        known = " or ".join(str(ENVIRONMENTS / known / "bin" / "python") for known in TESTS)
        sys.stderr.write(f"Run this by {known}.\n")
        return 2
    sys.path[0] = str(CHECKOUT)
    sys.path += [str(folder) for folder in sorted((ENVIRONMENTS / "test").glob("[Ll]ib/**/site-packages"))]
    try:
        import pytest
    except ImportError:
        sys.stderr.write("The tools are missing: python3 packaging/bootstrap.py test makes them.\n")
        return 2
    options = [
        "-c",
        str(CHECKOUT / "tests" / "engines.ini"),
        "--rootdir",
        str(CHECKOUT),
        "-p",
        "no:pytest-qt",
    ]
    return pytest.main([*options, *sys.argv[1:], *(str(CHECKOUT / path) for path in TESTS[name])])


if __name__ == "__main__":
    sys.exit(main())
