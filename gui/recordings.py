"""A new recording from the microphone, connected to the studio."""

from __future__ import annotations

from core.services.prompts import prompt_for
from gui.presenters.record_presenter import RecordPresenter
from gui.studio import Studio


def new_recording(studio: Studio) -> RecordPresenter:
    """Return what records a voice, with a text in the script's language to read aloud."""
    language = studio.advice.language or studio.engine.choices.language
    folder = studio.services.paths.recordings_dir
    recording = RecordPresenter(folder, prompt_for(language), studio.lanes["audio"], studio)
    recording.wanted.connect(studio.arrivals.add_recorded)
    recording.sound_ready.connect(studio.transport.play_voice)
    return recording
