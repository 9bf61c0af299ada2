"""What only ffmpeg reads; the tests' machine has it (CONTRIBUTING.md)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import soundfile

from core.audio.foreign import NO_FFMPEG, readable
from core.errors import ReferenceEmpty, ReferenceMissing, ReferenceNotAFile, ReferenceUnreadable
from tests.core.audio.sounds import tone


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(3.0), 24_000)
    return path


def ffmpeg(*words: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, words)], check=True, timeout=60)


def test_what_soundfile_reads_is_not_copied(wav: Path) -> None:
    with readable(wav) as file:
        assert file == wav


@pytest.mark.parametrize("name", ["Voz é 日本.m4a", "-dash.m4a", "audio.mka", "sound.wma"])
def test_foreign_formats_are_decoded_and_the_copy_goes(name: str, wav: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    ffmpeg("-i", wav, f"file:{path}")
    with readable(path) as file:
        assert soundfile.info(file).duration == pytest.approx(3.0, abs=0.1)
    assert not file.exists()


def test_the_sound_of_a_video_is_taken(wav: Path, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=size=32x32:duration=3:rate=5", "-i", wav, "-shortest", path)
    with readable(path) as file:
        assert soundfile.info(file).channels == 1


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=size=32x32:duration=1:rate=5", path)
    with pytest.raises(ReferenceUnreadable), readable(path):
        pass


def test_without_ffmpeg_the_reason_says_so(
    wav: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "voice.m4a"
    ffmpeg("-i", wav, path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReferenceUnreadable) as caught, readable(path):
        pass
    assert caught.value.reason == NO_FFMPEG


def test_playlists_open_no_other_file(wav: Path, tmp_path: Path) -> None:
    for name, text in {
        "list.m3u8": f"#EXTM3U\n#EXTINF:3,\nfile://{wav}\n",
        "list.bin": f"ffconcat version 1.0\nfile '{wav}'\n",
        "hls.bin": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    }.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(ReferenceUnreadable), readable(tmp_path / name):
            pass


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.bin"
    garbage.write_bytes(os.urandom(5000))
    empty = tmp_path / "empty.m4a"
    empty.touch()
    for path, error in (
        (garbage, ReferenceUnreadable),
        (empty, ReferenceEmpty),
        (tmp_path, ReferenceNotAFile),
        (tmp_path / "none.m4a", ReferenceMissing),
    ):
        with pytest.raises(error), readable(path):
            pass
