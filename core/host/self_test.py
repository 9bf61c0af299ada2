"""Try an environment out: ``python -m core.host.self_test ENGINES MODULE...``.

The modules must import, and the engines (ids, by commas) describe themselves; those that have their weights
in their package speak a word.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from core.engines.base import Engine, JobContext, LoadOptions
from core.host.engines import find_engines
from core.model.cancel import CancelToken
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
        if description.presets and not description.takes_model_folder:
            print(f"spoke {_speak(engines[engine_id])} samples")


def _speak(engine: Engine) -> int:
    description = engine.description
    job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
    preset = description.presets[0]
    request = SynthesisRequest(
        description.id, WORD, preset=preset.id, language=preset.language or description.languages[0]
    )
    model = engine.load(LoadOptions("cpu"), job)
    try:
        samples = sum(len(piece) for piece in model.synthesize(request, job))
    finally:
        model.close()
    if not samples:
        raise RuntimeError(f"engine {description.id} gave no sound")
    return samples


if __name__ == "__main__":
    try_out([name for name in sys.argv[1].split(",") if name], sys.argv[2:])
