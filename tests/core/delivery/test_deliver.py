"""Pieces of speech become files."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.delivery.deliver import deliver
from core.delivery.formats import MPEG1_HZ
from core.delivery.heard import too_high_lines
from core.delivery.readback import as_heard
from core.delivery.report import DeliveryProgress
from core.delivery.subtitles import TimedLine
from core.delivery.wishes import Format, Layout, Loudness, Pauses, Piece, Subtitles, Wishes
from core.errors import (
    DiskFull,
    FolderMissing,
    FormatClash,
    FormatUnknown,
    JobCancelled,
    NothingToExport,
    OutputExists,
    OutputNotRegular,
    TemplateInvalid,
)
from core.model.cancel import CancelToken
from tests.core.audio.sounds import tone
from tests.core.delivery.pieces import RATE, ebur128, factory, piece, samples_of, spoken_pieces

FORMATS = pytest.mark.parametrize("fmt", list(Format))


def padded(duration_s: float, level: float = 0.3, rate: int = RATE) -> np.ndarray:
    """Return a tone with silence around it."""
    silence = np.zeros(rate // 4, np.float32)
    return np.concatenate((silence, tone(duration_s, rate, level), silence))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_lines_of_different_levels_come_out_alike_and_at_the_target(tmp_path: Path):
    pieces = [piece(n, padded(1.5, level)) for n, level in enumerate((0.02, 0.5, 0.1), 1)]
    report = deliver(factory(pieces), Wishes(loudness=Loudness.PODCAST), tmp_path / "out.wav")
    assert report.met
    samples = samples_of(tmp_path / "out.wav")
    assert len(samples) == round(report.duration_s * RATE)
    middles = [np.abs(samples[int(s * RATE) : int(s * RATE) + 2400]).max() for s in (0.7, 2.7, 4.7)]
    assert max(middles) / min(middles) < 1.02


@pytest.mark.parametrize("loudness", [Loudness.PODCAST, Loudness.VIDEO, Loudness.R128, Loudness.AUDIOBOOK])
def test_speech_meets_every_target_as_ffmpeg_measures_it(tmp_path: Path, loudness: Loudness):
    out = tmp_path / "out.flac"
    report = deliver(factory(spoken_pieces(6)), Wishes(loudness=loudness), out)
    figures = report.files[0].figures
    measured_lufs, measured_peak = ebur128(out)
    assert report.met
    assert figures.loudness_lufs == pytest.approx(measured_lufs, abs=0.1)
    assert figures.true_peak_dbtp == pytest.approx(measured_peak, abs=0.15)
    assert {demand.what for demand in report.files[0].demands} >= {"true_peak"}


@FORMATS
def test_every_format_meets_the_loudest_target(tmp_path: Path, fmt: Format):
    out = tmp_path / f"out{fmt.suffix}"
    report = deliver(factory(spoken_pieces(4)), Wishes(format=fmt, loudness=Loudness.VIDEO), out)
    lufs, peak = ebur128(out)
    assert report.met
    assert lufs == pytest.approx(-14, abs=0.5)
    assert peak <= -1.0
    assert names(tmp_path) == [out.name]


@pytest.mark.parametrize("fmt", [*(one for one in Format if one.is_wav or one.is_flac), Format.MP3])
def test_the_same_lines_are_the_same_bytes(tmp_path: Path, fmt: Format):
    hashes = set()
    for name in ("a", "b"):
        out = tmp_path / f"{name}{fmt.suffix}"
        deliver(factory(spoken_pieces(3)), Wishes(format=fmt, loudness=Loudness.PODCAST), out)
        hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_pauses_are_as_written_or_natural_and_silent(tmp_path: Path):
    sound = padded(1.0)
    pieces = [
        piece(1, sound, "One.", pause_after_s=2.0),
        piece(2, sound, "two,"),
        piece(3, sound, "Three."),
        piece(4, sound, "Four.", starts_paragraph=True),
    ]
    wishes = Wishes(pauses=Pauses(clause_s=0.2, paragraph_s=1.1, head_s=0.5, tail_s=0.25), labels=True)
    report = deliver(factory(pieces), wishes, tmp_path / "out.wav")
    rows = [line.split("\t") for line in (tmp_path / "out.labels.txt").read_text().splitlines()]
    starts, ends = [float(row[0]) for row in rows], [float(row[1]) for row in rows]
    gaps = [start - end for start, end in zip(starts[1:], ends, strict=False)]
    assert gaps == pytest.approx([2.0, 0.2, 1.1], abs=1e-3)
    assert starts[0] == 0.5
    assert report.duration_s - ends[-1] == pytest.approx(0.25, abs=1e-3)
    samples = samples_of(tmp_path / "out.wav")
    assert (
        np.abs(samples[round((ends[0] + 0.01) * RATE) : round((starts[1] - 0.01) * RATE)]).max()
        <= 1.5 / 2**15
    )


def test_a_pause_that_is_written_first_or_last_is_heard_once(tmp_path: Path):
    pieces = [
        piece(1, tone(0.5, RATE), pause_before_s=2.0, chapter="One", pause_after_s=0.25),
        piece(2, tone(0.5, RATE), chapter="Two", pause_after_s=3.0),
    ]
    lasts = {
        layout: [
            file.duration_s
            for file in deliver(
                factory(pieces), Wishes(layout=layout, format=Format.WAV_16), tmp_path / f"{layout}"
            ).files
        ]
        for layout in (Layout.ONE, Layout.CHAPTERS, Layout.LINES)
    }
    assert lasts[Layout.ONE] == [pytest.approx(6.25, abs=0.01)]
    assert lasts[Layout.CHAPTERS] == [pytest.approx(2.75, abs=0.01), pytest.approx(3.5, abs=0.01)]
    assert lasts[Layout.LINES] == [pytest.approx(0.5, abs=0.01)] * 2


def test_a_flac_of_24_bits_has_the_samples_of_the_wav(tmp_path: Path):
    for fmt in (Format.FLAC_24, Format.WAV_24):
        deliver(factory(spoken_pieces(1)), Wishes(format=fmt), tmp_path / "out")
    assert soundfile.info(tmp_path / "out.flac").subtype == "PCM_24"
    assert np.array_equal(samples_of(tmp_path / "out.flac"), samples_of(tmp_path / "out.wav"))


def test_joins_make_no_step(tmp_path: Path):
    pieces = [
        piece(n, tone(0.4, pitch_hz=200 + 37 * n), pause_after_s=0.0 if n % 2 else 0.1) for n in range(20)
    ]
    deliver(factory(pieces), Wishes(format=Format.WAV_FLOAT), tmp_path / "out.wav")
    samples = samples_of(tmp_path / "out.wav")
    inside = np.abs(np.diff(tone(1.0, pitch_hz=200 + 37 * 20))).max()
    assert np.abs(np.diff(np.concatenate(([0], samples, [0])))).max() <= inside


def test_lines_of_several_rates_become_one_rate(tmp_path: Path):
    pieces = [piece(1, padded(1.0)), piece(2, padded(1.0, rate=44_100), rate=44_100)]
    report = deliver(factory(pieces), Wishes(), tmp_path / "a.wav")
    assert report.files[0].sample_rate_hz == 44_100
    assert report.duration_s == pytest.approx(2.45 + 0.12, abs=0.03)
    opus = deliver(factory(pieces), Wishes(), tmp_path / "a.opus")
    assert soundfile.info(tmp_path / "a.opus").samplerate == opus.files[0].sample_rate_hz == 48_000
    book = deliver(factory(pieces[:1]), Wishes(loudness=Loudness.AUDIOBOOK), tmp_path / "a.flac")
    assert soundfile.info(tmp_path / "a.flac").samplerate == book.files[0].sample_rate_hz == 44_100


def voices_and_chapters() -> list[Piece]:
    sound = padded(0.6)
    return [
        piece(1, sound, "Before all.", voice="Ana"),
        piece(2, sound, "The house: a start?", voice="Bob", chapter="The house: a start?"),
        piece(3, sound, "Hello", voice="Ana"),
        piece(5, sound, "The house: a start?", voice="Bob", chapter="The house: a start?"),
    ]


def test_one_file_a_line(tmp_path: Path):
    wishes = Wishes(format=Format.FLAC, layout=Layout.LINES, subtitles=Subtitles.SRT)
    report = deliver(factory(voices_and_chapters()), wishes, tmp_path / "new")
    stems = ["01 Before all", "02 The house a start", "03 Hello", "04 The house a start"]
    assert names(tmp_path / "new") == sorted(f"{stem}{end}" for stem in stems for end in (".flac", ".srt"))
    assert len(report.files) == report.lines == len(report.extras) == 4


def test_one_file_a_chapter(tmp_path: Path):
    wishes = Wishes(layout=Layout.CHAPTERS, template="{title} {number} {chapter}", loudness=Loudness.R128)
    report = deliver(factory(voices_and_chapters()), wishes, tmp_path / "Book.wav")
    assert [file.path.name for file in report.files] == [
        "Book 01.wav",
        "Book 02 The house a start.wav",
        "Book 03 The house a start.wav",
    ]
    assert report.met


def test_stems_are_all_as_long_as_the_whole_and_add_up_to_it(tmp_path: Path):
    pieces = factory(voices_and_chapters())
    wishes = Wishes(format=Format.WAV_FLOAT, loudness=Loudness.VIDEO)
    deliver(pieces, wishes, tmp_path / "whole.wav")
    stems = Wishes(format=Format.WAV_FLOAT, loudness=Loudness.VIDEO, layout=Layout.STEMS)
    report = deliver(pieces, stems, tmp_path / "Play.wav")
    assert [file.path.name for file in report.files] == ["Play - Ana.wav", "Play - Bob.wav"]
    together = sum(samples_of(file.path) for file in report.files)
    np.testing.assert_array_equal(together, samples_of(tmp_path / "whole.wav"))


def test_two_voices_of_one_name_have_a_stem_each(tmp_path: Path):
    pieces = [
        replace(one, voice="Ana", voice_id=f"ana-{number % 2}") for number, one in enumerate(spoken_pieces(3))
    ]
    stems = Wishes(format=Format.WAV_FLOAT, layout=Layout.STEMS)
    report = deliver(factory(pieces), stems, tmp_path / "Play.wav")
    assert [file.path.name for file in report.files] == ["Play - Ana.wav", "Play - Ana (2).wav"]
    first, second = (np.abs(samples_of(file.path)) for file in report.files)
    assert first.any()
    assert second.any()
    assert not (first * second).any(), "they speak at once"


def test_progress_grows_to_the_end_and_says_what_is_left(tmp_path: Path):
    told: list[DeliveryProgress] = []
    wishes = Wishes(loudness=Loudness.PODCAST)
    deliver(factory(spoken_pieces(30)), wishes, tmp_path / "out.mp3", told.append)
    fractions = [one.fraction for one in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert [one.stage for one in told][:: len(told) - 1] == ["measuring", "checking"]
    assert any(one.left_s is not None for one in told)


@FORMATS
def test_cancel_leaves_nothing(tmp_path: Path, fmt: Format):
    cancel = CancelToken()
    told: list[DeliveryProgress] = []

    def tell(progress: DeliveryProgress) -> None:
        told.append(progress)
        if len(told) == 3:
            cancel.cancel()

    wishes = Wishes(format=fmt, layout=Layout.LINES, subtitles=Subtitles.VTT, labels=True)
    with pytest.raises(JobCancelled):
        deliver(factory(spoken_pieces(5)), wishes, tmp_path / "new", tell, cancel)
    assert names(tmp_path) == []


def test_a_file_that_is_there_stays_unless_asked_for(tmp_path: Path):
    (tmp_path / "out.srt").write_text("mine")
    wishes = Wishes(subtitles=Subtitles.SRT)
    with pytest.raises(OutputExists):
        deliver(factory(spoken_pieces(1)), wishes, tmp_path / "out.wav")
    assert names(tmp_path) == ["out.srt"]
    deliver(factory(spoken_pieces(1)), Wishes(subtitles=Subtitles.SRT, replace=True), tmp_path / "out.wav")
    assert (tmp_path / "out.srt").read_text() != "mine"


def test_wishes_that_cannot_be_are_refused_before_anything_is_read(tmp_path: Path):
    pieces = factory(spoken_pieces(1))
    for wishes, out, error in (
        (Wishes(), "out.xyz", FormatUnknown),
        (Wishes(), "out", FormatUnknown),
        (Wishes(format=Format.MP3), "out.flac", FormatClash),
        (Wishes(layout=Layout.LINES, format=Format.WAV_16, template="{x}"), "out", TemplateInvalid),
        (Wishes(), "none/out.wav", FolderMissing),
    ):
        with pytest.raises(error):
            deliver(pieces, wishes, tmp_path / out)
    with pytest.raises(NothingToExport):
        deliver(factory([]), Wishes(), tmp_path / "out.wav")
    assert names(tmp_path) == []


def test_a_folder_is_no_name_of_a_file(tmp_path: Path):
    (tmp_path / "book").mkdir()
    with pytest.raises(OutputNotRegular):
        deliver(factory([piece(1, tone(0.3))]), Wishes(format=Format.FLAC), tmp_path / "book")
    assert names(tmp_path) == ["book"]


def test_a_name_without_a_suffix_gets_the_formats(tmp_path: Path):
    report = deliver(factory(spoken_pieces(1)), Wishes(format=Format.FLAC), tmp_path / "Part 1.5")
    assert report.files[0].path == tmp_path / "Part 1.5.flac"


def test_silent_and_empty_lines_do_no_harm(tmp_path: Path):
    pieces = [piece(1, np.zeros(RATE, np.float32)), piece(2, np.zeros(0, np.float32)), *spoken_pieces(2)]
    wishes = Wishes(loudness=Loudness.PODCAST, subtitles=Subtitles.SRT)
    report = deliver(factory(pieces), wishes, tmp_path / "out.wav")
    assert report.met
    silent = deliver(factory(pieces[:2]), wishes, tmp_path / "silent.wav")
    assert not silent.met


@pytest.mark.parametrize("fmt", [Format.WAV_16, Format.FLAC, Format.MP3, Format.OPUS, Format.M4A])
def test_a_full_disk_is_told_and_leaves_nothing(small_disk: Path, fmt: Format):
    with pytest.raises(DiskFull):
        deliver(factory(spoken_pieces(40)), Wishes(format=fmt), small_disk / f"out{fmt.suffix}")
    assert names(small_disk) == []


def test_a_line_of_minutes_meets_the_target_too(tmp_path: Path):
    sounds = [one.clip.samples for one in spoken_pieces(3)]
    line = piece(1, np.concatenate(sounds * 20))
    report = deliver(
        factory([line]), Wishes(loudness=Loudness.VIDEO, subtitles=Subtitles.SRT), tmp_path / "a.wav"
    )
    assert report.duration_s > 130
    assert report.met
    assert report.files[0].figures.loudness_lufs == pytest.approx(-14, abs=0.1)


def test_an_mp3_of_speech_at_24_khz_sounds_the_same_by_every_decoder(tmp_path: Path):
    out, decoded = tmp_path / "out.mp3", tmp_path / "decoded.wav"
    report = deliver(factory(spoken_pieces(6)), Wishes(loudness=Loudness.VIDEO), out)
    assert report.files[0].sample_rate_hz == MPEG1_HZ
    command = ["ffmpeg", "-v", "error", "-i", str(out), "-c:a", "pcm_f32le", str(decoded)]
    subprocess.run(command, check=True)
    ours, theirs = soundfile.read(out, dtype="float32")[0], soundfile.read(decoded, dtype="float32")[0]
    assert len(ours) == len(theirs)
    assert np.abs(ours - theirs).max() < 0.001


def test_an_mp3_at_24_khz_that_was_asked_for_keeps_room_for_other_decoders(tmp_path: Path):
    out = tmp_path / "out.mp3"
    deliver(factory(spoken_pieces(6)), Wishes(loudness=Loudness.VIDEO, sample_rate_hz=24_000), out)
    assert soundfile.info(out).samplerate == 24_000
    assert ebur128(out)[1] <= -1.0


def test_a_line_that_a_codec_made_too_high_is_found(tmp_path: Path):
    loud, soft = padded(1.0, 0.9), padded(1.0, 0.3)
    report = deliver(factory([piece(1, soft), piece(2, loud), piece(3, soft)]), Wishes(), tmp_path / "a.mp3")
    heard = as_heard(report.files[0].path, Format.MP3, 32_000, -3.0)
    times = [TimedLine(start, start + 1.0, "") for start in (0.0, 1.45, 2.9)]
    (line,) = too_high_lines([heard], times).items()
    assert line == (1, pytest.approx(heard.figures.true_peak_dbtp, abs=0.01))


def test_peaks_that_no_try_brings_under_the_limit_are_told_and_the_file_is_there(tmp_path: Path):
    noise = np.random.default_rng(1)
    clicks = (noise.random(RATE) < 0.002) * noise.standard_normal(RATE)
    out = tmp_path / "a.opus"
    report = deliver(factory([piece(1, clicks.astype(np.float32))]), Wishes(loudness=Loudness.VIDEO), out)
    peak = next(demand for demand in report.files[0].demands if demand.what == "true_peak")
    assert out.stat().st_size == report.files[0].size_bytes
    assert peak.met == (ebur128(out)[1] <= -1.0)
    assert names(tmp_path) == ["a.opus"]
