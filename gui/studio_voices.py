"""How voices are wired to the rest of the studio."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.studio import Studio


def connect_voices(studio: Studio) -> None:
    """Let voices reach those who show, hear, keep and tell of them."""
    studio.voices.chosen.connect(studio.choices.choose_voice)
    studio.voices.removed.connect(studio.engine.forget_voice)
    studio.voices.renewed.connect(studio.engine.renew_voice)
    studio.voices.given.connect(studio.arrivals.add)
    studio.arrivals.came.connect(studio.voices.take_added)
    studio.arrivals.failed.connect(studio.teller.tell_error)
    studio.voice_edits.noticed.connect(studio.teller.tell_good_news)
    studio.voice_edits.failed.connect(studio.teller.tell_error)
    studio.library_watch.changed.connect(studio.voices.read_references)
    studio.voices.sound_ready.connect(studio.transport.play_voice)
    studio.references.hear_by(studio.transport)
    studio.voices.failed.connect(studio.teller.tell_error)
    studio.voices.noticed.connect(studio.teller.tell_good_news)
    studio.voices.told.connect(studio.added_news.tell)
    studio.voices.renewed.connect(studio.added_news.follow)
    studio.voices.hidden.connect(studio.added_news.forget)
    studio.added_news.noticed.connect(studio.teller.noticed)
    studio.added_news.withdrawn.connect(studio.teller.withdrawn)
    studio.removals.noticed.connect(studio.teller.noticed)
    studio.removals.withdrawn.connect(studio.teller.withdrawn)
    studio.voices.hidden.connect(studio.transport.forget_voice)
    studio.voices.added.connect(studio.library_watch.look)
    studio.voices.references_read.connect(studio.library_watch.look)
