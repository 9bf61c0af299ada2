"""Nothing leaves the machine, and nothing is written that could tell it apart."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import CommandLine

FOLDERS = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")


def test_speaking_leaves_only_our_own_files(sottovoce: CommandLine, tmp_path: Path) -> None:
    """onnxruntime's telemetry would leave an identity, a database of events and a session file."""
    folders = {name: tmp_path / "user" / name.lower() for name in FOLDERS}
    for folder in folders.values():
        folder.mkdir(parents=True)
    environ = {name: str(folder) for name, folder in folders.items()}
    result = sottovoce("say", "Hello there.", "-o", "out.wav", environ=environ | {"SOTTOVOCE_HOME": ""})
    assert result.code == 0, result.err
    found = [path.relative_to(tmp_path / "user") for path in (tmp_path / "user").rglob("*") if path.is_file()]
    assert "sottovoce.log" in [path.name for path in found]
    assert [path for path in found if "sottovoce" not in path.parts] == []
