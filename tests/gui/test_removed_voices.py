"""A voice that is removed can be brought back while its notice stands."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile


@pytest.fixture
def ann(studio, tmp_path):
    """A studio with a voice of the library, which is chosen."""
    path = tmp_path / "Ann.wav"
    soundfile.write(path, 0.3 * np.sin(np.arange(24_000 * 6) / 20), 24_000)
    studio.studio.voices.add([path])
    studio.until(lambda: any(voice.name == "Ann" for voice in studio.studio.voices.voices))
    return next(voice for voice in studio.studio.voices.voices if voice.name == "Ann")


def names(studio):
    return [card.name for card in studio.studio.voices.state.cards]


def kept(studio):
    return [voice.name for voice in studio.services.voices.references()]


def undo_button(studio):
    lines = [line for line in studio.window.notice_bar.lines() if "was removed" in line.notice.what]
    return lines[0].buttons[0]


def test_undo_brings_a_voice_back_as_it_was(studio, ann):
    studio.studio.voices.choose(ann.id)
    before = names(studio)
    studio.studio.voices.remove(ann.id)
    assert "Ann" not in names(studio)
    assert studio.studio.voices.state.selected == "starter:heart"
    assert kept(studio) == ["Ann"], "nothing is deleted while it can be brought back"
    undo_button(studio).click()
    assert names(studio) == before
    assert studio.studio.voices.state.selected == ann.id
    assert not any("was removed" in notice for notice in studio.notices())
    studio.studio.teller.cleared.emit()
    studio.until(lambda: not studio.studio.lanes["files"].busy)
    assert kept(studio) == ["Ann"]


def test_it_is_deleted_when_the_notice_goes(studio, ann):
    studio.studio.voices.remove(ann.id)
    line = studio.window.notice_bar.lines()[0]
    line.close_button.click()
    studio.until(lambda: kept(studio) == [])


def test_it_is_deleted_when_the_program_ends(studio, ann):
    studio.studio.voices.remove(ann.id)
    assert kept(studio) == ["Ann"]
    studio.window.close()
    assert kept(studio) == []


def test_a_removed_voice_leaves_the_transport(studio, ann):
    studio.studio.voices.play(ann.id)
    studio.until(lambda: studio.studio.transport.state.title == "Ann")
    studio.studio.voices.remove(ann.id)
    studio.until(lambda: studio.studio.transport.state.title != "Ann")
    assert studio.studio.transport.state.title == "Line 1"


def test_a_removed_voice_whose_shared_file_is_dropped_is_there_again(studio, ann, tmp_path):
    shared = tmp_path / "Ann.svoice"
    studio.services.voices.export(ann.id, shared)
    studio.studio.voices.remove(ann.id)
    studio.studio.voice_edits.take_files([shared])
    studio.until(lambda: "Ann" in names(studio))
    assert not any("was removed" in notice for notice in studio.notices())
    studio.studio.teller.cleared.emit()
    studio.until(lambda: not studio.studio.lanes["files"].busy)
    assert kept(studio) == ["Ann"], "it is not deleted with the notice that it was removed"
