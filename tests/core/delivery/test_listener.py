"""An MP3 is measured while it is written."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from core.delivery.encoders import SoundFileSink
from core.delivery.metadata import Cover, Track
from core.delivery.readback import as_heard, as_it_grows
from core.delivery.wishes import Format, Tags
from core.model.audio import Samples
from tests.core.delivery.pieces import speech

RATE = 32_000


def sink_of(path: Path, rate: int = RATE, cover_bytes: int = 0) -> SoundFileSink:
    """Return a file that is listened to, with a cover of a size."""
    cover = Cover("image/png", bytes(cover_bytes)) if cover_bytes else None
    sink = SoundFileSink(path, Format.MP3, rate, Track(Tags(), "Title", 1, 1, cover), replace=False)
    sink.listen(lambda file: as_it_grows(file, rate, 0.0))
    return sink


@pytest.mark.parametrize(
    ("rate", "cover_bytes", "lines"),
    [(RATE, 0, [0]), (RATE, 3_000_000, [0, 1, 2, 0, 1, 2]), (44_100, 0, [1, 2, 0]), (24_000, 0, [0, 1, 2])],
)
def test_what_is_heard_on_the_way_is_what_the_whole_file_has(
    tmp_path: Path, rate: int, cover_bytes: int, lines: list[int], capfd: pytest.CaptureFixture[str]
):
    sink = sink_of(tmp_path / "out.mp3", rate, cover_bytes)
    for line in lines:
        sink.write(speech()[line])
    sink.seal((), 1.0)
    assert sink.listener is not None
    heard = sink.listener.heard().figures
    whole = as_heard(sink.atomic.temporary, Format.MP3, rate, 0.0).figures
    assert heard.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=0.001)
    assert heard.loudness_lufs == pytest.approx(whole.loudness_lufs, abs=0.01)
    sink.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp3"]
    assert capfd.readouterr() == ("", ""), "the library that reads MP3 has nothing to warn of"


@pytest.mark.parametrize("silence_s", [0.0, 60.0], ids=["before the reader starts", "while it reads"])
def test_a_file_that_is_given_up_is_let_go_of(tmp_path: Path, silence_s: float):
    sink = sink_of(tmp_path / "out.mp3")
    sink.write(speech()[0])
    sink.write(_silence(silence_s))
    sink.abort()
    assert list(tmp_path.iterdir()) == []
    assert not [one for one in threading.enumerate() if one.name.startswith("listener")]


def _silence(duration_s: float) -> Samples:
    return np.zeros(round(duration_s * RATE), np.float32)
