"""The pure parts of gpu_check.py: stages, verdict, table, kernels against a card. Standard library only."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

OK = "ok"
FAILED = "failed"
SKIPPED = "SKIPPED"

PASS_EXIT = 0
FAILED_EXIT = 1
INCOMPLETE_EXIT = 3

MIB = 1024 * 1024
WORKSPACE_BYTES = 8_519_680
"""cuBLAS's own, which stays when all else is given back (facts of the VRAM manager)."""
SLACK_BYTES = 1_000_000


class Skipped(Exception):
    """A stage cannot be run here; the text says why."""


class Failed(Exception):
    """A stage ran and showed something wrong; the text says what."""


@dataclass(frozen=True)
class Result:
    """What a stage came to.

    Attributes:
        name: The stage.
        outcome: ``ok``, ``failed`` or ``SKIPPED``.
        detail: Figures, or the reason.
    """

    name: str
    outcome: str
    detail: str

    def line(self) -> str:
        """Write ``kernels: ok (…)``."""
        return f"{self.name}: {self.outcome}" + (f": {self.detail}" if self.detail else "")


def run_stage(name: str, action: Callable[[], str]) -> Result:
    """Run a stage, whatever it raises."""
    try:
        return Result(name, OK, action())
    except Skipped as reason:
        return Result(name, SKIPPED, str(reason))
    except Failed as reason:
        return Result(name, FAILED, str(reason))
    except Exception as error:  # noqa: BLE001 - a stage's error is its result
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Result(name, FAILED, f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})")


def verdict(results: Sequence[Result]) -> tuple[str, int]:
    """Return the verdict and the exit code: pass only if every stage is ok, and there is one."""
    failed = [result.name for result in results if result.outcome == FAILED]
    skipped = [result.name for result in results if result.outcome == SKIPPED]
    left_out = f" SKIPPED: {', '.join(skipped)}." if skipped else ""
    if failed:
        return f"FAILED: {', '.join(failed)}.{left_out}", FAILED_EXIT
    if skipped or not results:
        count = f"{len(skipped)} of {len(results)} stages did not run"
        return f"INCOMPLETE: {count}; nothing is proven about them.{left_out}", INCOMPLETE_EXIT
    if any(result.outcome != OK for result in results):
        return "FAILED: a stage has no known outcome.", FAILED_EXIT
    return f"pass: all {len(results)} stages are ok.", PASS_EXIT


def table(results: Sequence[Result]) -> str:
    """Return a Markdown table."""
    rows = [
        f"| {result.name} | {result.outcome} | {' '.join(result.detail.replace('|', '/').split())} |"
        for result in results
    ]
    return "\n".join(["| stage | outcome | figures or reason |", "|---|---|---|", *rows])


def kernel_for(capability: tuple[int, int], architectures: Sequence[str]) -> str:
    """Return the architecture of a build whose code runs on a card, empty where none does.

    Binary code (``sm_XY``) runs on cards of the same major number from its minor on; PTX (``compute_XY``) is
    translated for any later card. An ``a`` binds code to one card: ``sm_90a`` runs on 9.0 alone.

    Args:
        capability: The card's.
        architectures: As ``torch.cuda.get_arch_list()`` gives them.
    """
    best = ""
    for name in architectures:
        kind, _, number = name.partition("_")
        digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
        if len(digits) < 2 or not digits.isdigit():
            continue
        built = int(digits[:-1]), int(digits[-1])
        if number.endswith("a") and built != capability:
            continue
        if kind == "sm" and built[0] == capability[0] and built <= capability:
            return name
        if kind == "compute" and built <= capability:
            best = name
    return best


def leak_words(before_bytes: int, after_bytes: int, *, workspace_bytes: int = WORKSPACE_BYTES) -> str:
    """Return what a release left, or raise.

    Raises:
        Failed: When more is left than 1 MB and cuBLAS's workspace.
    """
    left = after_bytes - before_bytes
    words = f"{left / 1e6:+.2f} MB left after the release"
    if left > SLACK_BYTES + workspace_bytes:
        raise Failed(f"{words}: a leak; allowed are 1 MB and {workspace_bytes / 1e6:.2f} MB of cuBLAS")
    return words


def against(measured_bytes: int, said_bytes: int, what: str, *, tolerance: float = 0.05) -> str:
    """Return a figure beside the description's, or raise.

    Raises:
        Failed: When the measured one is greater by more than the tolerance: the description says too little.
    """
    words = f"{what} {measured_bytes / MIB:.0f} MiB, the description says {said_bytes / MIB:.0f}"
    if measured_bytes > said_bytes * (1 + tolerance):
        raise Failed(f"{words}: too little")
    return words + (" (generous)" if measured_bytes < said_bytes * 0.8 else "")
