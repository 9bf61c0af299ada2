"""Settings that say where they come from.

Strongest first: a click in the window (for this session), the command line, the environment,
``settings.toml``, the default.
"""

from core.settings.store import CommandLineValue, Settings
from core.settings.table import SETTINGS, Setting, parse_size

__all__ = ["SETTINGS", "CommandLineValue", "Setting", "Settings", "parse_size"]
