"""How the parts of the studio hear of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.memory_bridge import MemoryBridge
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


def connect_news(studio: Studio) -> None:
    """Let the notice bar tell of advice and of lines."""
    studio.advice.noticed.connect(studio.teller.noticed)
    studio.advice.withdrawn.connect(studio.teller.withdrawn)
    studio.notices.noticed.connect(studio.teller.noticed)
    studio.notices.withdrawn.connect(studio.teller.withdrawn)
    studio.notices.run_failed.connect(studio.teller.tell_error)
    studio.notices.changed.connect(studio.teller.changed)


def connect_memory(studio: Studio, memory: MemoryBridge) -> None:
    """Let the figures follow the hosts and what is chosen of memory."""
    studio.engine.policy_changed.connect(studio.meter.show_low_vram)
    studio.engine.idle_timeout_changed.connect(studio.meter.show_idle_timeout)
    studio.meter.show_idle_timeout(float(studio.services.settings.value("idle_timeout_s")))
    memory.sampled.connect(studio.meter.show_sample)
    memory.sampled.connect(studio.memory.show_sample)
    memory.sampled.connect(studio.fit.follow_memory)
    memory.none_left.connect(studio.meter.forget_host)
    memory.none_left.connect(studio.memory.forget_host)


def connect_weights(studio: Studio) -> None:
    """Let engines and weights that come or go be known."""
    studio.weights.engines_changed.connect(studio.runner.start_hosts)
    studio.weights.weights_changed.connect(studio.introductions.look_around)
    studio.introductions.found.connect(studio.weights.show_known)
    studio.weights.failed.connect(studio.teller.tell_error)
    studio.weights.noticed.connect(studio.teller.noticed)
