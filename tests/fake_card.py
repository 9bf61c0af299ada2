"""A graphics card that torch believes in: what is sent to it stays on the CPU, and is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch.overrides import TorchFunctionMode

ALL_KERNELS = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"]


@dataclass(frozen=True)
class Arrival:
    """A tensor that was put on the card.

    Attributes:
        size_bytes: Its size.
        dtype: Its type.
        came_from: The device that it lay on; ``cuda`` when it was made on the card.
    """

    size_bytes: int
    dtype: torch.dtype
    came_from: str


class FakeCard(TorchFunctionMode):
    """While it is in force, torch puts on the CPU what it is told to put on ``cuda``."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals: list[Arrival] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = dict(kwargs or {})
        words = list(args)
        if func in (torch.device, torch._C._nn._parse_to):  # they only read the name of a place
            return func(*words, **named)
        place = next((at for at, word in enumerate(words) if is_card(word)), None)
        if place is not None:
            words[place] = torch.device("cpu")
        elif is_card(named.get("device")):
            named["device"] = "cpu"
        else:
            return func(*args, **named)
        moved = words[0] if isinstance(words[0], torch.Tensor) else None
        result = func(*words, **named)
        came_from = "cuda" if moved is None else moved.device.type
        self.arrivals.append(Arrival(result.nbytes, result.dtype, came_from))
        return result


def is_card(word: object) -> bool:
    """Tell whether a word names the card."""
    return str(word).startswith("cuda") if isinstance(word, str | torch.device) else False


def believe_in_a_card(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], name: str = "A card"
) -> None:
    """Let torch answer as it does beside a card."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device=None: capability)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device=None: name)
    monkeypatch.setattr(torch.cuda, "get_arch_list", lambda: ALL_KERNELS)
