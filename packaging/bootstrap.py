#!/usr/bin/env python3
"""Make Sottovoce's private environment in this checkout, and start it.

    python3 packaging/bootstrap.py              open the studio
    python3 packaging/bootstrap.py --help       all that it takes

This file keeps to what old Pythons can parse, so that they get a message instead of a SyntaxError.
What it does is in core/install, which needs the standard library only.
"""

import os
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def python_problem(version, is_64_bit):
    """Say why a Python cannot run Sottovoce; None when it can.

    Args:
        version: The first numbers of its version.
        is_64_bit: Whether it is a 64-bit one.
    """
    name = ".".join(str(number) for number in version)
    wanted = "%d.%d to %d.%d" % (OLDEST + NEWEST)
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        return (
            "Sottovoce needs Python %s; this is Python %s (%s).\n"
            "Install one from https://www.python.org/downloads/ or your system's packages, then run\n"
            "  python%d.%d packaging/bootstrap.py"
        ) % (wanted, name, sys.executable, NEWEST[0], NEWEST[1])
    if not is_64_bit:
        return "Sottovoce needs a 64-bit Python %s; this one (%s) has 32 bits." % (wanted, sys.executable)
    return None


def main():
    """Hand over to core/install."""
    problem = python_problem(sys.version_info[:3], sys.maxsize > 2**32)
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 1
    folder = os.path.dirname(os.path.realpath(__file__))
    if sys.path and os.path.realpath(sys.path[0]) == folder:
        del sys.path[0]
    sys.path.insert(0, os.path.dirname(folder))
    from core.install.commands import main as run

    return run(sys.argv[1:], os.path.dirname(folder))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
