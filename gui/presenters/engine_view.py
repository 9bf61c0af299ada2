"""The engine panel's state, made of what is chosen, known and going on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.policy import LowVram
from core.services.choices import Choices
from core.services.readiness import State
from gui.language_names import language_name
from gui.presenters.engine_parts import RunView, ScriptCounts, engine_choice, engine_note, parameter_view
from gui.presenters.known_engines import KnownEngines
from gui.presenters.low_vram import explanation, source_text
from gui.presenters.readiness import problem_view
from gui.presenters.states import Choice, EngineState, FitView, ProblemView


@dataclass(frozen=True)
class Shown:
    """What goes on, as the panel shows it."""

    run: RunView
    counts: ScriptCounts
    fit: FitView


def engine_state(
    known: KnownEngines,
    choices: Choices,
    parameters: Mapping[str, float],
    *,
    low_vram: LowVram,
    warning: ProblemView | None,
    shown: Shown,
    export_format: str,
) -> EngineState:
    """Return what the panel shows.

    Args:
        known: What is known of each engine.
        choices: What would be asked for now.
        parameters: What the user has set of the engine's own, by name.
        low_vram: What is in force.
        warning: Of the chosen voice, or None.
        shown: What goes on.
        export_format: ``pcm_16``, ``pcm_24`` or ``float_32``.
    """
    description = known.describe_with(choices.engine, choices.model)
    readiness = known.readiness(choices.engine)
    name = known.name(choices.engine)
    problem = problem_view(name, readiness, description, choices.voice) or warning
    ready = readiness.state is State.READY and not (problem and problem.blocks)
    return EngineState(
        engines=tuple(engine_choice(known, engine) for engine in known.ids),
        engine=choices.engine,
        engine_note=engine_note(known, choices.engine),
        problem=problem,
        models=tuple(Choice(one, one) for one in readiness.models) if len(readiness.models) > 1 else (),
        model=choices.model,
        languages=tuple(
            Choice(tag, language_name(tag)) for tag in (description.languages if description else ())
        ),
        language=choices.language,
        speed=choices.speed,
        speed_minimum=description.speed_minimum if description else 0.5,
        speed_maximum=description.speed_maximum if description else 2.0,
        seed=choices.seed,
        seed_locked=choices.seed_locked,
        parameters=tuple(
            parameter_view(spec, parameters) for spec in (description.parameters if description else ())
        ),
        low_vram=low_vram.value,
        low_vram_note=explanation(has_card=known.said.has_card if known.introduced else None),
        low_vram_source=source_text(low_vram),
        fit=shown.fit if ready and not shown.run.generating else FitView(),
        can_generate=ready and _can_generate(shown),
        generating=shown.run.generating,
        cancelling=shown.run.cancelling,
        paused=shown.run.paused,
        waiting=shown.run.waiting,
        progress=shown.run.progress,
        progress_text=shown.run.text,
        can_export=shown.counts.rendered > 0,
        can_export_selection=shown.counts.selected_rendered > 0,
        export_format=export_format,
    )


def _can_generate(shown: Shown) -> bool:
    """Say whether there is something to render or, where all is, to hear; in a run, lines to join it."""
    counts, run = shown.counts, shown.run
    if run.generating:
        return not run.cancelling and counts.todo > run.todo
    return counts.todo + counts.rendered > 0
