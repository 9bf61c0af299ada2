"""What a process does that plays; run by the tests of playback, each word is a step."""

from __future__ import annotations

import json
import sys
import threading
import time

from core.audio.output import Player, list_output_devices
from core.errors import AudioDeviceError
from tests.core.audio.sounds import tone

DEADLINE_S = 20.0


class Steps:
    """A player and what came of it."""

    def __init__(self) -> None:
        self.report: dict[str, object] = {}
        self.over = threading.Event()
        self.player = Player(on_finished=self.finished, on_error=self.failed)

    def finished(self) -> None:
        self.report["finished_at_s"] = self.player.position_s
        self.over.set()

    def failed(self, error: AudioDeviceError) -> None:
        self.report["error"] = error.code
        self.over.set()

    def wait(self) -> None:
        assert self.over.wait(DEADLINE_S), "the player never came to an end"
        self.over.clear()

    def wait_for_position(self, position_s: float) -> None:
        end = time.monotonic() + DEADLINE_S
        while self.player.position_s < position_s:
            assert time.monotonic() < end, f"still at {self.player.position_s} s"
            time.sleep(0.005)

    def do(self, step: str) -> None:
        word, _, value = step.partition("=")
        player = self.player
        if word == "devices":
            self.report["devices"] = [device.name for device in list_output_devices()]
        elif word == "open":
            rate, _, device = value.partition(",")
            player.open(int(rate), device or None)
            self.rate = int(rate)
        elif word == "tone":
            player.append(tone(float(value), self.rate))
        elif word == "level":
            player.level = float(value)
        elif word == "seek":
            player.seek(float(value))
        elif word == "until":
            self.wait_for_position(float(value))
        elif word == "say":
            sys.stdout.write(f"{value}\n")
            sys.stdout.flush()
        elif word == "note":
            self.report[value] = player.position_s
        elif word == "rest":
            time.sleep(float(value))
        elif word == "wait":
            self.wait()
        else:
            getattr(player, word)()


def main() -> None:
    """Do the steps, then print a report."""
    steps = Steps()
    try:
        for step in sys.argv[1:]:
            steps.do(step)
    except AudioDeviceError as error:
        steps.report["raised"] = error.code
        steps.report["reason"] = error.fields().get("reason", "")
    steps.player.stop()
    sys.stdout.write(json.dumps(steps.report) + "\n")


if __name__ == "__main__":
    main()
