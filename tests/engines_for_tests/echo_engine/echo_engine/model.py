"""The model: tones for syllables, and all the ways to misbehave."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import OutOfMemory
from sottovoce.engine import JobContext, Notice, SynthesisRequest, read_reference

RATE_HZ = 24_000
SYLLABLE_S = 0.12


SPELLS = {"crash!": {"crash": 1}, "hang!": {"hang_s": 600}, "garbage!": {"garbage": 1}}
"""Words that bring about what a parameter would, once they are spoken."""


class EchoError(Exception):
    """An error of the engine's own, unknown to the program."""


class Untold:
    """A field that cannot be printed, in an error of ours."""

    def __str__(self) -> str:
        raise EchoError("no words")


class Wordless(Exception):
    """An error that cannot be printed."""

    def __str__(self) -> str:
        raise EchoError("no words")


class OutOfMemoryError(RuntimeError):
    """As torch's."""


FAULT_FILE = "fault.txt"
STRUCK_FILE = "struck.txt"
OUT_OF_MEMORY = "CUDA out of memory. Tried to allocate 20.00 MiB."
LEAKED_FLOATS = 2_000_000
KEPT: list[object] = []
"""Tensors that an engine which leaks has left here."""


@dataclass(frozen=True)
class Fault:
    """What a folder of weights plans to go wrong: ``release hangs`` in its ``fault.txt``.

    Attributes:
        place: ``load``, ``job`` or ``release``; empty: nothing.
        way: ``raises``, ``exits``, ``hangs``, ``leaks`` or ``out of memory``.
        folder: The folder, which gets a mark once it has happened.
    """

    place: str = ""
    way: str = ""
    folder: Path = Path()

    @classmethod
    def planned_in(cls, folder: Path | None) -> Fault:
        plan = folder / FAULT_FILE if folder is not None else None
        if folder is None or plan is None or not plan.exists():
            return cls()
        place, _, way = plan.read_text().strip().partition(" ")
        return cls(place, way, folder)

    def strike(self, place: str) -> None:
        """Go wrong, if this is the place."""
        if place != self.place:
            return
        (self.folder / STRUCK_FILE).touch()
        if self.way == "exits":
            os._exit(7)
        if self.way == "hangs":
            threading.Event().wait()
        if self.way == "out of memory":
            raise OutOfMemoryError(OUT_OF_MEMORY)
        if self.way == "leaks":
            import torch

            KEPT.append(torch.ones(LEAKED_FLOATS))
            return
        raise EchoError(f"lost at {place}")


class EchoModel:
    """Speaks."""

    def __init__(self, device: str, fault: Fault) -> None:
        self.device = device
        self.fault = fault
        self.closed = False

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[np.ndarray]:
        """Yield one tone a word, in pieces; the same request gives the same samples."""
        assert not self.closed
        wish = request.parameters
        held = bytearray(int(wish.get("hold_bytes", 0)))
        if wish.get("notice"):
            job.notice(
                Notice(
                    "echo_says", {"words": np.int64(len(request.text.split())), "level": np.float32("-inf")}
                )
            )
        if wish.get("child"):
            self.child = subprocess.Popen(["sleep", "60"], start_new_session=wish["child"] == 2)
        if wish.get("fork"):
            _fork(native=wish["fork"] == 2)
        _chatter(int(wish.get("chatter", 0)))
        for _ in range(int(wish.get("flood_mb", 0))):
            sys.stderr.write(("flood " * 16 + "end\n") * 10_000)
        _fail(wish)
        if wish.get("nothing"):
            return
        rng = np.random.default_rng(request.seed)
        pitch_hz, level = _colour(request)
        words = request.text.split()
        for number, word in enumerate(words):
            _work(wish, job)
            tone = _tone(word, pitch_hz, level, request.speed, rng)
            if wish.get("silence"):
                tone[:] = 0
            if wish.get("nan"):
                tone[len(tone) // 2] = np.nan
            if wish.get("stereo"):
                tone = np.stack([tone, tone])
            if wish.get("sixteen_bit"):
                tone = (tone * 32767).astype(np.int16)
            yield tone
            job.report(np.float32((number + 1) / len(words)))
            self.fault.strike("job")
            _misbehave({**wish, **SPELLS.get(word, {})})
            _fail_at_first(request)
        del held

    def close(self) -> None:
        """Give everything back."""
        self.closed = True
        self.fault.strike("release")


def _colour(request: SynthesisRequest) -> tuple[float, float]:
    """Return pitch and level: the reference's loudest frequency and its RMS."""
    if request.reference is None:
        return 440.0, 0.2
    clip, _ = read_reference(request.reference, sample_rate_hz=RATE_HZ, minimum_s=1.0, maximum_s=30.0)
    spectrum = np.abs(np.fft.rfft(clip.samples))
    spectrum[0] = 0
    pitch_hz = float(np.argmax(spectrum)) * RATE_HZ / len(clip.samples)
    return min(max(pitch_hz, 80.0), 4000.0), float(np.sqrt(np.mean(clip.samples**2)))


def _tone(word: str, pitch_hz: float, level: float, speed: float, rng: np.random.Generator) -> np.ndarray:
    length = int(RATE_HZ * SYLLABLE_S * max(1, len(word) // 2) / speed)
    time_s = np.arange(length) / RATE_HZ
    drift = 1 + 0.01 * rng.standard_normal()
    tone = level * np.sqrt(2) * np.sin(2 * np.pi * pitch_hz * drift * time_s)
    tone *= np.minimum(1, np.minimum(time_s, time_s[::-1]) / 0.01)
    return tone.astype(np.float32)


def _work(wish: Mapping[str, float], job: JobContext) -> None:
    """Take the steps' time, with a look at the token at each."""
    for _ in range(int(wish.get("steps", 4))):
        if not wish.get("deaf"):
            job.cancel.check()
        time.sleep(wish.get("step_s", 0.0))


def _fail(wish: Mapping[str, float]) -> None:
    if wish.get("fail"):
        raise EchoError("the echo was lost")
    if wish.get("fail_chars"):
        raise EchoError("o" * int(wish["fail_chars"]))
    if wish.get("poison"):
        raise RuntimeError("CUDA error: device-side assert triggered")
    if wish.get("fail_wordless"):
        raise Wordless
    if wish.get("fail_number"):
        raise OutOfMemory(engine="echo", need_bytes=np.int64(2), free_bytes=np.float32(0.5))
    if wish.get("fail_untold"):
        raise OutOfMemory(engine=Untold(), need_bytes=1, free_bytes=1)
    if wish.get("fail_base"):
        threading.Thread(target=threading.Event().wait).start()
        raise GeneratorExit


def _fail_at_first(request: SynthesisRequest) -> None:
    """Fail after the first word as often as is wished, over all processes: the folder of weights counts."""
    wish = request.parameters
    for name, error in (
        ("poison_times", RuntimeError("CUDA error: an illegal memory access was encountered")),
        ("out_of_memory_times", OutOfMemoryError(OUT_OF_MEMORY)),
    ):
        wanted = int(wish.get(name, 0))
        if not wanted or request.model_dir is None:
            continue
        failed = len(list(request.model_dir.glob(f"{name}.*")))
        if failed < wanted:
            (request.model_dir / f"{name}.{failed}").touch()
            raise error


def _fork(*, native: bool) -> None:
    """Fork a process that stays, with all that the host has open; a native one without Python's knowledge."""
    pid = ctypes.PyDLL(None).fork() if native else os.fork()
    if pid == 0:
        while True:
            time.sleep(600)


def _chatter(lines: int) -> None:
    libc = ctypes.CDLL(None)
    for number in range(lines):
        print(f"echo prints {number} on standard output")
        print(f"echo prints {number} on standard error", file=sys.stderr)
        libc.puts(b"echo prints from C on standard output")
        os.write(1, b"echo writes on descriptor 1\n")


def _misbehave(wish: Mapping[str, float]) -> None:
    if wish.get("crash"):
        os.kill(os.getpid(), signal.SIGKILL)
    if wish.get("leave"):
        os._exit(7)
    if wish.get("garbage"):
        for descriptor in range(3, 256):
            try:
                os.write(descriptor, b"Loading weights: 100%|##########| 364/364\n" * 3)
            except OSError:
                continue
    ctypes.CDLL(None).usleep(ctypes.c_uint(int(wish.get("hang_s", 0) * 1e6)))
    ctypes.PyDLL(None).usleep(ctypes.c_uint(int(wish.get("hang_locked_s", 0) * 1e6)))
