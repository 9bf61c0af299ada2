"""Projects for tests: real files, real sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.model.audio import AudioClip
from core.model.script import Recipe, Script, Take
from core.projects.project import Project
from core.projects.state import ProjectState

RATE_HZ = 24_000


def clip(seed: int = 0, duration_s: float = 0.2, peak: float = 0.5) -> AudioClip:
    """Return noise that no other seed gives."""
    samples = np.random.default_rng(seed).uniform(-peak, peak, round(duration_s * RATE_HZ))
    return AudioClip(samples.astype(np.float32), RATE_HZ)


def take(text: str, seed: int = 0, **parts: object) -> Take:
    """Return a take of a text, with all that can be known of one."""
    recipe = Recipe(
        text, "starter:anna", "starter", "pt-BR", 1.25, seed, (("steps", 8.0), ("warmth", 0.5)), "base"
    )
    made = Take(
        recipe,
        clip(seed),
        np.linspace(-1, 1, 8, dtype=np.float32).reshape(4, 2),
        synthesis_s=0.125,
        device="cpu",
        made_at_s=1_700_000_000.5 + seed,
        steps=("smaller_chunks",),
        model_hash="sha256:" + "ab" * 32,
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def state_of(text: str) -> ProjectState:
    """Return the state of a new project of a text."""
    return ProjectState(Script.from_text(text))


def again(path: Path) -> ProjectState:
    """Return what another program reads of a project now."""
    project = Project.open(path, read_only=True)
    try:
        return project.state
    finally:
        project.close()


def texts(state: ProjectState) -> list[str]:
    """Return the lines."""
    return [line.text for line in state.script.lines]


def take_ids(state: ProjectState) -> list[list[str]]:
    """Return the takes of each line."""
    return [[one.id for one in line.takes] for line in state.script.lines]
