#!/usr/bin/env python3
"""Write core/services/engines.json anew: what the program's engines say of themselves.

    python3 packaging/bootstrap.py python packaging/catalogue.py

The window shows an engine before it is installed, and knows it from this file. To be run after a change to an
engine's description; `tests/core/services/test_catalogue.py` fails until it is.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
FILE = CHECKOUT / "core" / "services" / "engines.json"


def catalogue() -> str:
    """Return the file's text: the least demanding engine first, without the installed versions."""
    from core.engines.registry import load_engines
    from core.install.environments import own_engine_ids

    engines, _ = load_engines()
    own = [replace(engines[name].description, version="") for name in own_engine_ids()]
    own.sort(key=lambda one: one.sizes.need_bytes)
    return json.dumps([asdict(one) for one in own], indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    FILE.write_text(catalogue(), encoding="utf-8")
