"""The public client: another program can use an engine without loading one."""

from __future__ import annotations

import subprocess
import sys

import sottovoce.client
import sottovoce.engine

HEAVY = ["torch", "onnxruntime", "PySide6", "hibari", "core.engines", "core.vram", "core.host.server", "gui"]


def test_every_public_name_is_there():
    for module in (sottovoce.client, sottovoce.engine):
        assert all(hasattr(module, name) for name in module.__all__)
        assert module.__all__ == sorted(module.__all__)


def test_the_client_loads_no_engine_no_window_and_no_server():
    code = "import sys, sottovoce.client; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "core.host.client" in loaded.split()
    assert set(loaded.split()).isdisjoint(HEAVY)


def test_an_engine_can_be_written_without_loading_its_packages():
    code = "import sys, sottovoce.engine; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()).isdisjoint({"torch", "onnxruntime", "PySide6", "gui", "core.host.client"})
