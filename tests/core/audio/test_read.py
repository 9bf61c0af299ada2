import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.headers import lacks_mp3_end
from core.audio.read import ReferenceFacts, probe_reference, read_reference
from core.errors import (
    ReferenceEmpty,
    ReferenceMissing,
    ReferenceNotAFile,
    ReferenceSilent,
    ReferenceTooShort,
    ReferenceUnreadable,
)
from core.model.audio import AudioClip
from core.model.events import Notice
from tests.core.audio.sounds import tone


def read(path: Path, maximum_s: float = 30.0) -> tuple[AudioClip, tuple[Notice, ...]]:
    return read_reference(path, sample_rate_hz=24_000, minimum_s=1.0, maximum_s=maximum_s)


def write(path: Path, samples: np.ndarray, rate: int = 24_000, subtype: str | None = None) -> Path:
    soundfile.write(path, samples, rate, subtype=subtype)
    return path


def is_the_tone(clip: AudioClip) -> bool:
    """Say whether it is the 220 Hz tone of level 0.3."""
    spectrum = np.abs(np.fft.rfft(clip.samples * np.hanning(len(clip.samples))))
    pitch_hz = np.argmax(spectrum) * clip.sample_rate_hz / len(clip.samples)
    return abs(pitch_hz - 220) < 2 and 0.27 < clip.peak < 0.33


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3", "aiff", "caf", "au", "w64"])
def test_any_format_that_soundfile_reads(tmp_path: Path, kind: str):
    clip, notices = read(write(tmp_path / f"Gravação 日本 ’{kind}’.{kind}", tone(3)))
    assert is_the_tone(clip)
    assert clip.sample_rate_hz == 24_000
    assert clip.duration_s == pytest.approx(3, abs=0.06)
    assert notices == ()


def test_24_bit_192_khz_6_channels_are_mixed_down(tmp_path: Path):
    channels = np.stack([tone(2, 192_000)] * 6, axis=1)
    path = write(tmp_path / "six.wav", channels, 192_000, "PCM_24")
    assert probe_reference(path) == ReferenceFacts(2.0, 192_000, 6, "WAV PCM_24")
    clip, notices = read(path)
    assert is_the_tone(clip)
    assert clip.samples.dtype == np.float32
    assert clip.samples.shape == (48_000,)
    assert notices == ()


def test_channels_that_cancel_out_are_not_taken_for_silence(tmp_path: Path):
    clip, _ = read(write(tmp_path / "phase.wav", np.stack([tone(2), -tone(2)], axis=1)))
    assert is_the_tone(clip)


def test_a_reference_of_8_khz_is_used_with_a_warning(tmp_path: Path):
    clip, notices = read(write(tmp_path / "phone.wav", tone(2, 8000), 8000))
    assert is_the_tone(clip)
    assert notices == (Notice("reference_low_rate", {"sample_rate_hz": 8000}),)


def test_of_a_reference_of_two_hours_only_the_part_used_is_read(tmp_path: Path):
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        file.write(np.zeros(8000 * 5, np.float32))
        for _ in range(119):
            file.write(tone(60, 8000))
        file.write(tone(55, 8000))
    tracemalloc.start()
    clip, notices = read(path, maximum_s=12.0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000, "two hours of samples would be 230 MB"
    assert clip.duration_s == 12.0
    assert is_the_tone(AudioClip(clip.samples[24_000:], 24_000))
    low, cut = notices
    assert low.code == "reference_low_rate"
    assert cut == Notice(
        "reference_cut", {"start_s": 4.5, "end_s": 16.5, "used_s": 12.0, "duration_s": 7200.0}
    )


def test_a_reference_as_long_as_allowed_is_not_cut(tmp_path: Path):
    _, notices = read(write(tmp_path / "full.wav", tone(12)), maximum_s=12.0)
    assert notices == ()


def test_a_missing_reference(tmp_path: Path):
    with pytest.raises(ReferenceMissing) as caught:
        read(tmp_path / "none.wav")
    assert caught.value.path.endswith("none.wav")


@pytest.mark.parametrize("name", ["a\0b.wav", "x" * 300 + ".wav"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str):
    with pytest.raises(ReferenceMissing):
        read(tmp_path / name)


def test_a_folder_is_no_reference(tmp_path: Path):
    with pytest.raises(ReferenceNotAFile):
        read(tmp_path)


def test_a_pipe_is_no_reference_and_nobody_waits_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(ReferenceNotAFile):
        read(tmp_path / "pipe.wav")


def test_an_empty_file(tmp_path: Path):
    (tmp_path / "empty.wav").touch()
    with pytest.raises(ReferenceEmpty):
        read(tmp_path / "empty.wav")


def test_a_file_without_samples(tmp_path: Path):
    with pytest.raises(ReferenceEmpty):
        read(write(tmp_path / "none.wav", np.zeros(0, np.float32)))


@pytest.mark.parametrize(
    "content", [b"This is a text.\n" * 50, b"RIFF", b"RIFF\xff\xff\xff\xffWAVE", b"\0" * 1000]
)
def test_what_is_no_audio_though_its_name_says_so(tmp_path: Path, content: bytes):
    (tmp_path / "text.wav").write_bytes(content)
    with pytest.raises(ReferenceUnreadable) as caught:
        read(tmp_path / "text.wav")
    assert caught.value.reason


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3", "aiff", "w64", "au", "rf64", "svx", "caf"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_file_that_was_cut_short(
    tmp_path: Path, kind: str, share: float, capfd: pytest.CaptureFixture[str]
):
    path = write(tmp_path / f"whole.{kind}", tone(6))
    data = path.read_bytes()
    path.write_bytes(data[: round(len(data) * share)])
    with pytest.raises(ReferenceUnreadable):
        read(path)
    with pytest.raises(ReferenceUnreadable):
        probe_reference(path)
    assert capfd.readouterr().err == "", "libsndfile speaks to the terminal"


@pytest.mark.parametrize("kind", ["w64", "au", "rf64", "svx", "caf"])
def test_whole_files_of_rare_kinds(tmp_path: Path, kind: str):
    assert is_the_tone(read(write(tmp_path / f"whole.{kind}", tone(3)))[0])


@pytest.mark.parametrize("head", [b"riff" + b"\xff" * 60, b".snd" + b"\xff" * 60, b"RF64" + b"\xff" * 60])
def test_headers_of_rubbish(tmp_path: Path, head: bytes):
    (tmp_path / "rubbish.wav").write_bytes(head)
    with pytest.raises(ReferenceUnreadable):
        read(tmp_path / "rubbish.wav")


def test_an_au_header_that_does_not_know_the_size(tmp_path: Path):
    path = write(tmp_path / "streamed.au", tone(3))
    data = bytearray(path.read_bytes())
    data[8:12] = b"\xff" * 4
    path.write_bytes(data)
    assert is_the_tone(read(path)[0])


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_header_that_does_not_know_the_size_is_no_lie(tmp_path: Path, size: int):
    path = write(tmp_path / "streamed.wav", tone(3))
    data = bytearray(path.read_bytes())
    place = data.index(b"data") + 4
    data[place : place + 4] = size.to_bytes(4, "little")
    path.write_bytes(data)
    if size:
        assert is_the_tone(read(path)[0])
    else:
        with pytest.raises(ReferenceEmpty):
            read(path)


@pytest.mark.parametrize("level", [0.0, 0.0009])
def test_silence(tmp_path: Path, level: float):
    with pytest.raises(ReferenceSilent) as caught:
        read(write(tmp_path / "silent.wav", tone(3, level=level)))
    assert -145 < caught.value.level_dbfs < -60


def test_speech_after_minutes_of_silence(tmp_path: Path):
    samples = np.concatenate([np.zeros(180 * 8000, np.float32), tone(8, 8000)])
    clip, notices = read(write(tmp_path / "late.wav", samples, 8000), maximum_s=6.0)
    assert is_the_tone(AudioClip(clip.samples[24_000:], 24_000))
    assert notices[1].fields["start_s"] == 179.5


@pytest.mark.parametrize(("duration_s", "shown_s"), [(0.99, 0.99), (0.9999, 0.99), (0.29, 0.29)])
def test_a_duration_that_is_too_short_is_never_shown_as_long_enough(
    tmp_path: Path, duration_s: float, shown_s: float
):
    with pytest.raises(ReferenceTooShort) as caught:
        read(write(tmp_path / "short.wav", tone(duration_s)))
    assert caught.value.duration_s == shown_s


@pytest.mark.parametrize("tag_bytes", [0, 100_000])
@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (44_100, 2), (22_050, 1), (22_050, 2)])
def test_whole_mp3_files_of_all_layouts_and_cut_ones(
    tmp_path: Path, rate: int, channels: int, tag_bytes: int
):
    samples = np.stack([tone(3, rate)] * channels, axis=1)
    data = write(tmp_path / "plain.mp3", samples, rate).read_bytes()
    size = bytes((tag_bytes >> shift) & 0x7F for shift in (21, 14, 7, 0))
    tag = b"ID3\x03\x00\x00" + size + bytes(tag_bytes) if tag_bytes else b""
    (tmp_path / "whole.mp3").write_bytes(tag + data)
    assert not lacks_mp3_end(tmp_path / "whole.mp3")
    assert is_the_tone(read(tmp_path / "whole.mp3")[0])
    if not tag_bytes:
        (tmp_path / "cut.mp3").write_bytes(data[: len(data) * 9 // 10])
        assert lacks_mp3_end(tmp_path / "cut.mp3")


def test_a_tenth_of_a_second_is_too_short(tmp_path: Path):
    with pytest.raises(ReferenceTooShort) as caught:
        read(write(tmp_path / "short.wav", tone(0.1)))
    assert (caught.value.duration_s, caught.value.minimum_s) == (0.1, 1.0)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_samples_that_are_no_numbers(tmp_path: Path, value: float):
    samples = tone(3)
    samples[1000] = value
    with pytest.raises(ReferenceUnreadable) as caught:
        read(write(tmp_path / "nan.wav", samples, subtype="FLOAT"))
    assert "numbers" in caught.value.reason


def test_a_link_to_a_file_is_the_file(tmp_path: Path):
    write(tmp_path / "real.wav", tone(2))
    (tmp_path / "link.wav").symlink_to("real.wav")
    assert is_the_tone(read(tmp_path / "link.wav")[0])
