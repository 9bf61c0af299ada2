"""Kokoro as the user has it: the real command line, its own environment found beside the studio's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CommandLine, make_studio_beside
from tests.core.engines.kokoro.test_heard import words

pytestmark = [pytest.mark.engines, pytest.mark.whisper, pytest.mark.slow, pytest.mark.timeout(300)]

SENTENCE = "O vizinho regou as plantas do jardim e depois fechou o portão."


@pytest.fixture
def sottovoce(tmp_path: Path, home: Path) -> CommandLine:
    python = make_studio_beside(tmp_path / "environments", "kokoro")
    return CommandLine(python, home, tmp_path / "work", deadline_s=120.0)


def test_a_portuguese_sentence_is_heard_right(sottovoce: CommandLine, weights: Path, hear) -> None:
    result = sottovoce(
        "say", SENTENCE, "--voice", "kokoro:pf_dora", "--model", weights, "--json", "-o", "out.wav"
    )

    assert result.code == 0, result.err
    assert result.json["engine"] == "kokoro"
    assert result.json["warnings"] == []
    assert words(hear(sottovoce.folder / "out.wav", "pt")) == words(SENTENCE)
