"""Which device an engine is put on: CUDA where it truly works, else MPS, else the CPU, and why.

Pure: what was found out about each device is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import DeviceMissing

CPU = "cpu"
CUDA = "cuda"
MPS = "mps"
AUTO = "auto"
BEST_FIRST = (CUDA, MPS)

ABSENT = "absent"
"""There is no such device."""
UNUSED = "unused"
"""The engine cannot use such a device."""
NO_KERNELS = "no_kernels"
"""The card is there, and this build of PyTorch has no code for it."""
FAILED = "failed"
"""The card is there, and does not compute."""


@dataclass(frozen=True)
class Finding:
    """What was found out about a device.

    Attributes:
        present: PyTorch, or the driver, sees it.
        name: Its name for people.
        capability: Compute capability of an NVIDIA card, or None.
        architectures: What the PyTorch build has code for, as ``torch.cuda.get_arch_list()`` says; None
            where that does not count (Apple).
        failure: What a small product and convolution there went wrong with; empty where they came out right.
    """

    present: bool = True
    name: str = ""
    capability: tuple[int, int] | None = None
    architectures: Sequence[str] | None = None
    failure: str = ""

    @property
    def has_kernels(self) -> bool:
        """True where the build has code for the card."""
        if self.architectures is None:
            return True
        return self.capability is not None and has_kernels(self.capability, self.architectures)


@dataclass(frozen=True)
class Choice:
    """Where an engine goes.

    Attributes:
        device: ``cuda``, ``cuda:1``, ``mps``, ``cpu``.
        reason: Why it is not on a better one: ``absent``, ``unused``, ``no_kernels``, ``failed``; else empty.
        detail: Name of the device that is not used, or what went wrong there.
    """

    device: str
    reason: str = ""
    detail: str = ""

    @property
    def card_refused(self) -> bool:
        """True where there is a card that cannot be used."""
        return self.reason in {NO_KERNELS, FAILED}


def has_kernels(capability: tuple[int, int], architectures: Sequence[str]) -> bool:
    """Tell whether a build's kernels run on a card.

    Code for ``sm_60`` runs on any 6.x from 6.0 on; ``compute_80`` is translated for anything later.

    Args:
        capability: The card's compute capability.
        architectures: As ``torch.cuda.get_arch_list()`` gives them.
    """
    for name in architectures:
        kind, _, number = name.partition("_")
        digits = "".join(char for char in number if char.isdigit())
        if len(digits) < 2:
            continue
        built = int(digits[:-1]), int(digits[-1])
        if kind == "sm" and built[0] == capability[0] and built <= capability:
            return True
        if kind == "compute" and built <= capability:
            return True
    return False


def judge(finding: Finding) -> tuple[str, str]:
    """Return why a device cannot be used, and the detail; both empty where it can."""
    if not finding.present:
        return ABSENT, ""
    if not finding.has_kernels:
        capability = finding.capability
        number = f" ({capability[0]}.{capability[1]})" if capability else ""
        return NO_KERNELS, f"{finding.name}{number}"
    if finding.failure:
        return FAILED, f"{finding.name}: {finding.failure}".removeprefix(": ")
    return "", ""


def choose(engine: str, supported: Sequence[str], wanted: str, look: Callable[[str], Finding]) -> Choice:
    """Choose a device for an engine.

    Args:
        engine: Its id, for the error.
        supported: Kinds of device that it can use.
        wanted: As the user names it; ``auto`` is the first of CUDA, MPS and the CPU that works.
        look: Finds out about a device; asked only about those that could be chosen.

    Raises:
        DeviceMissing: When what was asked for does not work, or nothing does; says why.
    """
    name = wanted.lower()
    if name == AUTO:
        return _best(engine, supported, wanted, look)
    kind = name.partition(":")[0]
    if kind not in supported:
        known = kind in {CPU, *BEST_FIRST}
        raise DeviceMissing(engine=engine, device=wanted, reason=UNUSED if known else ABSENT)
    if name == CPU:
        return Choice(CPU)
    if kind == CPU:
        raise DeviceMissing(engine=engine, device=wanted, reason=ABSENT)
    reason, detail = judge(look(name))
    if reason:
        raise DeviceMissing(engine=engine, device=wanted, reason=reason, detail=detail)
    return Choice(name)


def _best(engine: str, supported: Sequence[str], wanted: str, look: Callable[[str], Finding]) -> Choice:
    reason, detail = UNUSED, ""
    for kind in BEST_FIRST:
        if kind not in supported:
            continue
        found, why = judge(look(kind))
        if not found:
            return Choice(kind)
        if reason in {UNUSED, ABSENT}:
            reason, detail = found, why
    if CPU not in supported:
        raise DeviceMissing(engine=engine, device=wanted, reason=reason, detail=detail)
    return Choice(CPU, reason, detail)
