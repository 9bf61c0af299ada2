"""The hosts' lane of the stress run: the packages' code and the starter engine, in this program's hosts."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.spoken import request_of
from benchmarks.stress_asker import CARD_BYTES, LOG_BYTES, AskerLane, Heard
from benchmarks.stress_ledger import Ledger
from benchmarks.stress_plan import (
    EDITED,
    FLIPPED,
    HANG,
    KILLS,
    NO_WEIGHTS,
    PACKAGES,
    RELEASED,
    TAKEN,
    StressJob,
)
from core.errors import EngineCrashed, EngineHung, ModelMissing, SottovoceError
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.policy import LowVram
from core.model.request import SynthesisRequest
from core.settings import Settings
from core.vram.device import SimulatedCard
from core.vram.turns import CardTurns

THREADS = 3
TEXTS = ("Good evening.", "The train was late.")
LEFT_BYTES = CARD_BYTES // 32
BROKEN = 'low_vram = "on\nidle_timeout_s == 7'


class ForeignProgram:
    """Another program on the card: its record in the folder that hosts share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turns = CardTurns(folder, "a game", os.getpid())
        self._turns.watch(SimulatedCard(CARD_BYTES).identity("cuda"))
        self._lock = threading.Lock()
        self._users = 0

    def take(self) -> None:
        """Hold nearly all of the card."""
        with self._lock:
            self._users += 1
            self._turns.publish(CARD_BYTES - LEFT_BYTES)

    def give_back(self) -> None:
        """Hold nothing, once all who made it take have let it go."""
        with self._lock:
            self._users -= 1
            if not self._users:
                self._turns.publish(0)


@dataclass(frozen=True)
class Home:
    """Where the settings of this run are.

    Attributes:
        settings_file: The file, which others change too.
    """

    settings_file: Path


class Checkbox:
    """This program's Low VRAM checkbox, and its settings file, which others change."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._home = Home(folder / "settings.toml")
        self._settings = Settings.load(self._home, environ={})
        self._ledger = ledger
        self._lock = threading.Lock()
        self._edits = 0

    def mode(self) -> LowVram:
        """Return the mode in force."""
        return self._settings.low_vram(None)

    def set(self, *, on: bool) -> None:
        """Click it, and save."""
        with self._lock:
            self._click("on" if on else "off")

    def flip(self) -> None:
        """Click it, whatever it was."""
        with self._lock:
            self._click("off" if self.mode().value else "on")

    def edited_outside(self, job: StressJob) -> None:
        """Let another change the file, well or badly; what it wrote well must outlast a click."""
        with self._lock:
            self._edits += 1
            file = self._home.settings_file
            broken = self._edits % 2 == 0
            file.write_text(BROKEN if broken else f"idle_timeout_s = {self._edits}\n", encoding="utf-8")
            self._click("on" if self._edits % 4 < 2 else "off")
            now = Settings.load(self._home, environ={})
            if not broken and now.value("idle_timeout_s") != self._edits:
                self._ledger.complain(job, "what another wrote into the settings file is lost")
            if now.value("low_vram") != self._settings.value("low_vram"):
                self._ledger.complain(job, "the click was not saved")
            if broken and BROKEN not in (
                one.read_text() for one in file.parent.glob(f"{file.name}.broken-*")
            ):
                self._ledger.complain(job, "a broken settings file was not kept aside")

    def _click(self, word: str) -> None:
        self._settings.click("low_vram", word)
        for notice in self._settings.save():
            if notice.code == "settings_not_saved":
                self._ledger.tell(f"the settings were not saved: {notice}")


class HostLane(AskerLane):
    """This program's jobs of real hosts."""

    def __init__(
        self,
        environments: Sequence[Environment],
        weights: Mapping[str, Path],
        reference: Path,
        folder: Path,
        ledger: Ledger,
    ) -> None:
        """Take folders of tiny weights by engine, the recording that is cloned, and a folder of its own."""
        cards = folder / "cards"
        options = HostOptions(
            log_file=folder / "logs" / "host.log",
            log_file_limit_bytes=LOG_BYTES,
            simulate_gpu_bytes=CARD_BYTES,
            cards_folder=cards,
            program="stress",
        )
        super().__init__(environments, options, folder, ledger, threads=THREADS)
        self._weights = weights
        self._reference = reference
        self._empty = folder / "no weights"
        self._empty.mkdir()
        self._foreign = ForeignProgram(cards)
        self._checkbox = Checkbox(folder, ledger)

    def request(self, job: StressJob, fault: str) -> SynthesisRequest:
        """Return one of two texts."""
        text = TEXTS[job.seed]
        if job.engine not in PACKAGES:
            return SynthesisRequest(job.engine, text, seed=job.seed)
        folder = self._empty if fault == NO_WEIGHTS else self._weights[job.engine]
        request = request_of(job.engine, folder, self._reference, job.seed)
        return replace(request, text=text, device="auto")

    def mode(self, job: StressJob) -> LowVram:
        """Return what the checkbox says: another job may flip it meanwhile."""
        return self._checkbox.mode()

    def before(self, job: StressJob, fault: str) -> bool:
        """Take the card, or release everything."""
        if self.mode(job).value is not job.saves:
            self._checkbox.set(on=job.saves)
        if fault == TAKEN:
            self._foreign.take()
        elif fault == RELEASED:
            self.pool.client_for(job.engine).release()
        return fault in {TAKEN, RELEASED}

    def after(self, job: StressJob, fault: str) -> None:
        """Give the card back."""
        if fault == TAKEN:
            self._foreign.give_back()

    def meddle(self, job: StressJob, fault: str) -> bool:
        """Flip the checkbox, or change the file that it is kept in."""
        if fault == FLIPPED:
            self._checkbox.flip()
        elif fault == EDITED:
            self._checkbox.edited_outside(job)
        return fault in {FLIPPED, EDITED}

    def explains(self, job: StressJob, fault: str, heard: Heard, error: SottovoceError) -> bool:
        """A host that was killed or stopped; a folder without weights."""
        if fault == NO_WEIGHTS and isinstance(error, ModelMissing):
            heard.planted = True
            return True
        struck = fault in KILLS and isinstance(error, EngineCrashed)
        return heard.planted and (struck or (fault == HANG and isinstance(error, EngineHung)))
