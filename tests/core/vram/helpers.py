"""Small engines for the manager."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.model.engine import EngineDescription, EngineSizes, Licence
from core.model.events import Notice
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced
from core.vram.device import Card
from core.vram.manager import Loadable, Need, VramManager

FREE = Licence("Apache-2.0", "free for any use")
LOW = LowVram(True, Sourced(LowVramPolicy.ON, Source.ENVIRONMENT, "LOW_VRAM"))
NORMAL = LowVram(False, Sourced(LowVramPolicy.OFF, Source.WINDOW))


def describe(name: str, weights: int = 1000, peak: int = 200, context: int = 300, devices=("cpu",)):
    return EngineDescription(
        id=name,
        name=name,
        environment="test",
        version="1",
        languages=("en",),
        sample_rate_hz=24_000,
        code_licence=FREE,
        weights_licence=FREE,
        sizes=EngineSizes(weights_bytes=weights, peak_bytes=peak, context_bytes=context),
        devices=devices,
    )


class Weights:
    """A model that only says when it was loaded and closed."""

    def __init__(self, name: str, diary: list[str], device: str, model_dir: Path | None) -> None:
        self.name = name
        self.diary = diary
        self.device = device
        self.model_dir = model_dir
        diary.append(f"+{name}")

    def close(self) -> None:
        self.diary.append(f"-{self.name}")


class Shelf:
    """Engines by name, the manager of them, and a diary of what was loaded and closed."""

    def __init__(self, card: Card | None, *descriptions: EngineDescription) -> None:
        self.diary: list[str] = []
        self.notices: list[Notice] = []
        loadables = {one.id: self._loadable(one) for one in descriptions}
        self.manager = VramManager(card, loadables, self.notices.append)

    def speak(self, name: str, mode: LowVram | None = NORMAL, **need) -> None:
        with self.manager.lease(name, Need(low_vram=mode, **need)):
            pass

    def states(self) -> dict[str, str]:
        return {one.engine: one.state for one in self.manager.sample().engines}

    def _loadable(self, description: EngineDescription) -> Loadable[Weights]:
        def load(device: str, model_dir: Path | None, report: Callable[[float], None]) -> Weights:
            report(1.0)
            return Weights(description.id, self.diary, device, model_dir)

        return Loadable(description, load)
