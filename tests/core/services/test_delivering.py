"""What stands of a script is delivered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.delivery.wishes import Format, Layout, Loudness, Pauses, Subtitles, Tags, Wishes
from core.errors import NothingToExport
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.script import Script, Take
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.delivering import Standing, deliver_script, read_kept_wishes, wishes_to_keep
from core.services.lines import PLAIN, Planner
from core.services.pieces import make_pieces
from core.services.render_lines import read_lines
from core.text.lexicon import Lexicon
from tests.core.audio.sounds import tone
from tests.core.delivery.test_metadata import png

TEXT = "# One\n\nGood morning.\n[pause 1.5s]\nNot spoken yet.\n\nGood night. [pause 0.2s]\n[# a comment]"
CHOICES = Choices("starter")


def rendered(texts: tuple[str, ...]) -> Script:
    """Return a script whose lines of these texts have takes."""
    script = Script.from_text(TEXT)
    for line in script.lines:
        if line.text in texts:
            recipe = PLAIN.plan(line.text, CHOICES).recipe
            clip = AudioClip(tone(0.5), 24_000)
            script = script.with_take(line.id, Take(recipe, clip))
    return script


ALL = ("# One", "Good morning.", "Good night. [pause 0.2s]")


def deliver(script: Script, out: Path, wishes: Wishes, lines: list[int] | None = None):
    standing = Standing(script, PLAIN, CHOICES, lines)
    return deliver_script(standing, wishes, out, lambda _: None, CancelToken())


def test_lines_without_a_take_are_left_out_and_pauses_add_up():
    script = rendered(ALL)
    takes = {line.id: line.takes[-1] for line in script.lines if line.takes}
    pieces = list(make_pieces(read_lines(script, PLAIN, CHOICES), lambda line: takes.get(line.id)))
    assert [piece.text for piece in pieces] == ["One", "Good morning.", "Good night."]
    assert [piece.chapter for piece in pieces] == ["One", None, None]
    assert [piece.pause_after_s for piece in pieces] == [None, 1.5, 0.2]
    assert [piece.starts_paragraph for piece in pieces] == [False, True, True]


def test_two_voices_of_one_name_are_told_apart():
    voices = [Voice("kokoro:em_santa", "Santa", "es"), Voice("kokoro:pm_santa", "Santa", "pt-BR")]
    script = Script.from_text("[kokoro:em_santa] Hola.\n[kokoro:pm_santa] Olá.")
    take = Take(PLAIN.plan("Olá.", CHOICES).recipe, AudioClip(tone(0.5), 24_000))
    planner = Planner(voices, Lexicon(), lambda _engine: None)
    pieces = list(make_pieces(read_lines(script, planner, CHOICES), lambda _line: take))
    assert [(one.voice, one.voice_id) for one in pieces] == [(voice.name, voice.id) for voice in voices]


def test_the_file_has_what_stands(tmp_path: Path):
    report = deliver(rendered(ALL), tmp_path / "a.wav", Wishes(labels=True, pauses=Pauses(heading_s=0.6)))
    rows = [row.split("\t") for row in (tmp_path / "a.labels.txt").read_text().splitlines()]
    assert [row[2] for row in rows] == ["One", "Good morning.", "Good night."]
    assert float(rows[1][0]) - float(rows[0][1]) == pytest.approx(0.6, abs=1e-3)
    assert float(rows[2][0]) - float(rows[1][1]) == pytest.approx(1.5, abs=1e-3)
    samples, rate = soundfile.read(tmp_path / "a.wav")
    assert len(samples) == round(report.duration_s * rate)
    assert np.abs(samples).max() == pytest.approx(0.3, abs=0.01)


def test_only_the_lines_asked_for(tmp_path: Path):
    script = rendered(ALL)
    wanted = [line.id for line in script.lines if line.text == "Good morning."]
    assert deliver(script, tmp_path / "a.wav", Wishes(), wanted).lines == 1


def test_the_cover_is_the_project_s_and_never_a_file_that_a_project_names(tmp_path: Path):
    (tmp_path / "private.png").write_bytes(png(9))
    wishes = read_kept_wishes({"tags": {"cover": str(tmp_path / "private.png")}})
    assert wishes.tags.cover == "private.png"
    for cover in (png(), b""):
        out = tmp_path / f"{len(cover)}.flac"
        standing = Standing(rendered(ALL), PLAIN, CHOICES, cover=cover)
        deliver_script(standing, wishes, out, lambda _: None, CancelToken())
        assert (png() in out.read_bytes()) == bool(cover)
        assert png(9) not in out.read_bytes()


def test_nothing_that_stands_is_nothing_to_export(tmp_path: Path):
    with pytest.raises(NothingToExport):
        deliver(rendered(()), tmp_path / "a.wav", Wishes())


def test_wishes_are_kept_as_plain_data():
    wishes = Wishes(
        Format.MP3, Loudness.VIDEO, Pauses(line_s=1), Layout.LINES, "{text}", Subtitles.VTT, tags=Tags("T")
    )
    assert read_kept_wishes(wishes_to_keep(wishes)) == wishes
    assert read_kept_wishes({"loudness": "from a later version"}) == Wishes()
    assert read_kept_wishes({}) == Wishes()
    strange = {"pauses": {"line_s": -1.0, "chapter_s": 1e12, "head_s": None}, "sample_rate_hz": -8000}
    assert read_kept_wishes(strange) == Wishes(pauses=Pauses(line_s=0.0, chapter_s=3600.0))
