"""Try an environment out: ``python -m core.host.self_test ENGINES MODULE...``.

The modules must import, and the engines (ids, by commas) describe themselves and speak: those that have their
weights in their package a word, the others by a tiny net of their own, where they have such a trial
(``TriesItself``). Such a trial shows that the packages load and compute here, and nothing of the published
weights, of a graphics card, or of how it sounds.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from core.engines.base import Engine, TriesItself
from core.engines.trial import samples_spoken
from core.host.engines import find_engines
from core.model.request import SynthesisRequest

WORD = "Hello."


def try_out(engine_ids: Sequence[str], modules: Sequence[str]) -> None:
    """Try them.

    Raises:
        ImportError: When a module does not import.
        RuntimeError: When an engine is missing, is broken, or gives no sound.
    """
    for module in modules:
        importlib.import_module(module)
    engines, broken = find_engines()
    for engine_id in engine_ids:
        if engine_id not in engines:
            raise RuntimeError(f"engine {engine_id}: {broken.get(engine_id, 'not found')}")
        description = engines[engine_id].description
        print(f"{description.name} {description.version}: {', '.join(description.languages)}")
        samples = _speak(engines[engine_id])
        if samples is None:
            print("it has no trial")
        elif not samples:
            raise RuntimeError(f"engine {engine_id} gave no sound")
        else:
            print(f"spoke {samples} samples")


def _speak(engine: Engine) -> int | None:
    """Return how many samples an engine spoke, None for one that cannot without the user's weights."""
    description = engine.description
    if isinstance(engine, TriesItself):
        return engine.try_out()
    if not description.presets or description.takes_model_folder:
        return None
    preset = description.presets[0]
    request = SynthesisRequest(
        description.id, WORD, preset=preset.id, language=preset.language or description.languages[0]
    )
    return samples_spoken(engine, request)


if __name__ == "__main__":
    try_out([name for name in sys.argv[1].split(",") if name], sys.argv[2:])
