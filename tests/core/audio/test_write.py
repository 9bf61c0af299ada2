import io
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from core.audio.pcm import Encoder
from core.audio.riff import WavHeader
from core.audio.write import WavFormat, WavWriter, write_wav, write_wav_stream
from core.errors import DiskFull, NothingToExport
from core.model.audio import AudioClip
from sottovoce import __version__
from tests.core.audio.sounds import tone, tone_clip

EVERY = pytest.mark.parametrize("fmt", list(WavFormat))
SUBTYPES = {WavFormat.PCM_16: "PCM_16", WavFormat.PCM_24: "PCM_24", WavFormat.FLOAT_32: "FLOAT"}
STEP = {WavFormat.PCM_16: 1.5 / 2**15, WavFormat.PCM_24: 0.5 / 2**23, WavFormat.FLOAT_32: 0.0}


def chunks(data: bytes) -> dict[bytes, bytes]:
    """Read a RIFF file's chunks by the book, and see that its sizes add up."""
    form, size, kind = struct.unpack("<4sI4s", data[:12])
    assert (form, size, kind) == (b"RIFF", len(data) - 8, b"WAVE")
    found, place = {}, 12
    while place < len(data):
        name, length = struct.unpack("<4sI", data[place : place + 8])
        found[name] = data[place + 8 : place + 8 + length]
        assert len(found[name]) == length
        place += 8 + length + length % 2
    assert place == len(data)
    return found


@EVERY
def test_what_is_written_is_read_again(tmp_path: Path, fmt: WavFormat):
    clip = tone_clip(1.00001)
    facts = write_wav(tmp_path / "out.wav", [clip], fmt, replace=False)
    samples, rate = soundfile.read(tmp_path / "out.wav", dtype="float32")
    assert rate == facts.sample_rate_hz == 24_000
    assert np.abs(samples - clip.samples).max() <= STEP[fmt] * 1.001
    assert soundfile.info(tmp_path / "out.wav").subtype == SUBTYPES[fmt]
    assert (facts.samples, facts.format, facts.clipped) == (len(clip.samples), fmt, 0)
    assert facts.size_bytes == (tmp_path / "out.wav").stat().st_size
    assert facts.duration_s == clip.duration_s


@EVERY
def test_every_file_says_that_it_is_synthetic_speech(tmp_path: Path, fmt: WavFormat):
    write_wav(tmp_path / "out.wav", [tone_clip(0.5)], fmt, replace=False)
    info = chunks((tmp_path / "out.wav").read_bytes())[b"LIST"]
    assert info.startswith(b"INFO")
    assert f"Synthetic speech. Made with Sottovoce {__version__}.".encode() in info
    with soundfile.SoundFile(tmp_path / "out.wav") as file:
        assert file.comment == f"Synthetic speech. Made with Sottovoce {__version__}."
        assert file.software == f"Sottovoce {__version__}"
        assert not file.date


@EVERY
def test_the_same_audio_is_the_same_file_however_it_is_cut(tmp_path: Path, fmt: WavFormat):
    samples = tone(2)
    write_wav(tmp_path / "whole.wav", [AudioClip(samples, 24_000)], fmt, replace=False)
    cuts = [0, 1, 7, 10_001, 10_001, 48_000]
    pieces = [AudioClip(samples[a:b], 24_000) for a, b in pairwise(cuts)]
    write_wav(tmp_path / "pieces.wav", iter(pieces), fmt, replace=False)
    stream = io.BytesIO()
    write_wav_stream(stream, pieces, fmt)
    whole = (tmp_path / "whole.wav").read_bytes()
    assert (tmp_path / "pieces.wav").read_bytes() == whole
    assert stream.getvalue() == whole


@given(st.integers(0, 5), st.sampled_from(WavFormat))
def test_sizes_add_up_for_any_length(samples: int, fmt: WavFormat):
    stream = io.BytesIO()
    write_wav_stream(stream, [AudioClip(np.zeros(samples, np.float32), 24_000)], fmt)
    data = chunks(stream.getvalue())[b"data"]
    assert len(data) == samples * fmt.sample_bytes


def test_dither_is_triangular_and_hides_the_rounding_error():
    level = 0.3 / 2**15
    steps = np.frombuffer(Encoder(WavFormat.PCM_16).encode(np.full(200_000, level, np.float32)), "<i2")
    assert set(np.unique(steps)) == {-1, 0, 1}
    assert steps.mean() == pytest.approx(0.3, abs=0.01), "without dither it would be 0"
    assert steps.astype(float).var() == pytest.approx(0.25, abs=0.01), (
        "TPDF: the error's power is a quarter step"
    )


def test_24_bits_are_rounded_to_the_nearest_step():
    wanted = np.array([-(2**23), -3, -1, 0, 1, 2, 2**23 - 1], np.int64)
    data = Encoder(WavFormat.PCM_24).encode((wanted / 2**23).astype(np.float32))
    got = [int.from_bytes(data[i : i + 3], "little", signed=True) for i in range(0, len(data), 3)]
    assert got == wanted.tolist()


@pytest.mark.parametrize("fmt", [WavFormat.PCM_16, WavFormat.PCM_24])
def test_what_is_too_loud_is_clipped_and_counted(tmp_path: Path, fmt: WavFormat):
    samples = np.array([0, 1.5, -1.5, 0.5], np.float32)
    facts = write_wav(tmp_path / "loud.wav", [AudioClip(samples, 24_000)], fmt, replace=False)
    read, _ = soundfile.read(tmp_path / "loud.wav")
    assert facts.clipped == 2
    assert read[1] > 0.9999
    assert read[2] == -1.0


def test_float_keeps_what_is_too_loud(tmp_path: Path):
    write_wav(
        tmp_path / "f.wav",
        [AudioClip(np.array([1.5], np.float32), 24_000)],
        WavFormat.FLOAT_32,
        replace=False,
    )
    assert soundfile.read(tmp_path / "f.wav")[0] == 1.5


def test_clips_of_another_rate_are_brought_to_the_first_ones(tmp_path: Path):
    facts = write_wav(
        tmp_path / "o.wav", [tone_clip(1), tone_clip(1, 16_000)], WavFormat.FLOAT_32, replace=False
    )
    assert facts.samples == 48_000
    samples, _ = soundfile.read(tmp_path / "o.wav", dtype="float32")
    assert np.abs(samples[30_000:40_000] - tone(1)[6000:16_000]).max() < 0.01


def test_over_4_gib_the_header_becomes_rf64():
    small = WavHeader(24_000, WavFormat.PCM_16, 1000).to_bytes()
    header = WavHeader(24_000, WavFormat.PCM_16, 3 * 2**30).to_bytes()
    assert len(header) == len(small), "the sizes are written into the room that is there"
    assert header[:4] == b"RF64"
    assert header[12:16] == b"ds64"
    riff, data, samples = struct.unpack("<QQQ", header[20:44])
    assert (data, samples) == (6 * 2**30, 3 * 2**30)
    assert riff == len(header) + data - 8


def test_soundfile_reads_an_rf64_header(tmp_path: Path):
    path = tmp_path / "huge.wav"
    header = WavHeader(24_000, WavFormat.PCM_16, 3 * 2**30)
    with path.open("wb") as file:
        file.write(header.to_bytes())
        file.truncate(len(header.to_bytes()) + header.data_bytes)  # sparse: takes no room
    assert soundfile.info(path).frames == 3 * 2**30


def test_no_clip_no_file(tmp_path: Path):
    with pytest.raises(NothingToExport):
        write_wav(tmp_path / "none.wav", [], WavFormat.PCM_16, replace=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt, SystemExit, BrokenPipeError])
def test_whatever_happens_while_pieces_come_no_file_is_left(tmp_path: Path, problem: type[BaseException]):
    (tmp_path / "old.wav").write_bytes(b"old")

    def appended() -> None:
        with WavWriter(tmp_path / "old.wav", replace=True) as writer:
            writer.append(tone_clip(1))
            raise problem

    with pytest.raises(problem):
        appended()
    assert [path.name for path in tmp_path.iterdir()] == ["old.wav"]
    assert (tmp_path / "old.wav").read_bytes() == b"old"


def test_a_full_device_behind_a_stream_is_said():
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(DiskFull):
        write_wav_stream(full, [tone_clip(1)], WavFormat.PCM_16)
