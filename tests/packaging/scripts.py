"""Load the files of ``packaging/``, which is no Python package on purpose."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import core

CHECKOUT = Path(core.__file__).parents[1]


def load(name: str) -> ModuleType:
    """Import ``packaging/NAME.py``."""
    path = CHECKOUT / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
