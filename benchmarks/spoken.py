"""What the benchmarks of F5 and XTTS ask for. Both sides import it: the studio's and torch's."""

from __future__ import annotations

from pathlib import Path

from core.model.request import SynthesisRequest

TEXT = "Good evening."
REFERENCE_TEXT = "Nobody had touched it in years."
REFERENCE_S = 1.6
F5_STEPS = 4


def request_of(engine: str, folder: Path, reference: Path, seed: int = 1) -> SynthesisRequest:
    """Return the request for an engine: one piece of speech."""
    return SynthesisRequest(
        engine,
        TEXT,
        reference=reference,
        reference_text=REFERENCE_TEXT,
        language="en",
        seed=seed,
        parameters={"steps": F5_STEPS} if engine == "f5" else {},
        model_dir=folder,
        device="cpu",
    )
