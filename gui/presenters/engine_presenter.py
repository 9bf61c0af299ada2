"""The engine panel: what is chosen there, and what the panel shows of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.engine import EngineDescription, ParameterKind, ParameterSpec
from core.model.policy import LowVram, LowVramPolicy
from core.model.voice import Voice
from core.services.voices import presets_of
from gui.engine_words import engine_words
from gui.i18n import number_text
from gui.language_names import language_name
from gui.presenters.choices import Choices, draw_seed
from gui.presenters.low_vram import explanation, source_text
from gui.presenters.states import Choice, EngineState, ParameterView

if TYPE_CHECKING:
    from core.settings import Settings


@dataclass(frozen=True)
class RunView:
    """What the panel shows of a run: see `EngineState`."""

    generating: bool = False
    cancelling: bool = False
    progress: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class ScriptCounts:
    """What there is to generate and to export."""

    todo: int = 0
    rendered: int = 0
    selected_rendered: int = 0


class EnginePresenter(QObject):
    """Holds the choices and keeps them in the settings; renders one `EngineState`."""

    state_changed = Signal(object)
    choices_changed = Signal(object)
    policy_changed = Signal(object)
    kept = Signal()

    def __init__(
        self,
        settings: Settings,
        engine_ids: Sequence[str],
        parameters: Mapping[str, Mapping[str, float]],
        parent: QObject | None = None,
    ) -> None:
        """Begin with the settings; the engines introduce themselves later.

        Args:
            settings: Where choices are kept.
            engine_ids: The engines that are installed.
            parameters: Engine parameters of the last session, by engine and name.
            parent: Owner.
        """
        super().__init__(parent)
        self._settings = settings
        self._engine_ids = tuple(engine_ids)
        self._descriptions: dict[str, EngineDescription] = {}
        self._card_total_bytes: int | None = None
        self._parameters = {engine: dict(values) for engine, values in parameters.items()}
        self._run = RunView()
        self._counts = ScriptCounts()
        engine = str(settings.value("engine"))
        self._choices = Choices(
            engine=engine if engine in self._engine_ids else next(iter(self._engine_ids), ""),
            speed=float(settings.value("speed")),
            seed=int(settings.value("seed")),
            seed_locked=bool(settings.value("seed_locked")),
        )
        self._state = self._make_state()

    @property
    def state(self) -> EngineState:
        """What the panel shows."""
        return self._state

    @property
    def choices(self) -> Choices:
        """What would be asked for now."""
        return self._choices

    @property
    def parameters(self) -> Mapping[str, Mapping[str, float]]:
        """Engine parameters by engine and name, for the session."""
        return self._parameters

    @property
    def description(self) -> EngineDescription | None:
        """The chosen engine's description, once it has introduced itself."""
        return self._descriptions.get(self._choices.engine)

    @property
    def descriptions(self) -> tuple[EngineDescription, ...]:
        """All engines that have introduced themselves."""
        return tuple(self._descriptions.values())

    @property
    def low_vram(self) -> LowVram:
        """What is in force."""
        return self._settings.low_vram(self._card_total_bytes)

    # --- what becomes known -------------------------------------------------------------------

    def introduce(self, descriptions: Sequence[EngineDescription], card_total_bytes: int | None) -> None:
        """Take the engines' descriptions and the card's size."""
        self._descriptions = {description.id: description for description in descriptions}
        self._engine_ids = tuple(self._descriptions) or self._engine_ids
        self._card_total_bytes = card_total_bytes
        engine = self._choices.engine
        if engine not in self._descriptions:
            engine = next(iter(self._engine_ids), "")
        self._choose(self._with_engine(engine))
        self.policy_changed.emit(self.low_vram)

    def show_run(self, run: RunView) -> None:
        """Show how far the run is."""
        self._run = run
        self._refresh()

    def show_counts(self, counts: ScriptCounts) -> None:
        """Show what there is to generate and to export."""
        if counts != self._counts:
            self._counts = counts
            self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()
        self.policy_changed.emit(self.low_vram)

    # --- what the user chooses ----------------------------------------------------------------

    def choose_engine(self, engine: str) -> None:
        """Speak with another engine; a voice that is another engine's own gives way to one of its own."""
        if engine == self._choices.engine or engine not in self._engine_ids:
            return
        self._keep("engine", engine)
        choices = self._with_engine(engine)
        if choices.voice is not None and choices.voice != self._choices.voice:
            self._keep("voice", choices.voice.id)
        self._choose(choices)

    def choose_voice(self, voice: Voice) -> None:
        """Speak in another voice; a preset brings its engine along."""
        if voice == self._choices.voice:
            return
        self._keep("voice", voice.id)
        self._keep("language", "")
        choices = self._choices
        if voice.is_preset and voice.engine != choices.engine:
            self._keep("engine", voice.engine)
            choices = self._with_engine(voice.engine)
        self._choose(replace(choices, voice=voice, language=self._language(choices.engine, voice)))

    def forget_voice(self) -> None:
        """The chosen voice is gone, and there is none in its place."""
        self._keep("voice", "")
        self._choose(replace(self._choices, voice=None))

    def restore_voice(self, voice: Voice) -> None:
        """Set the voice that was chosen when the studio was last open."""
        choices = self._choices
        self._choose(replace(choices, voice=voice, language=self._language(choices.engine, voice)))

    def renew_voice(self, voice: Voice) -> None:
        """Take what has become known of the chosen voice; another voice is left alone."""
        if self._choices.voice is not None and self._choices.voice.id == voice.id:
            self._choose(replace(self._choices, voice=voice))

    def choose_language(self, tag: str) -> None:
        """Speak another language."""
        self._keep("language", tag)
        self._choose(replace(self._choices, language=tag))

    def set_speed(self, speed: float) -> None:
        """Speak faster or slower."""
        self._keep("speed", speed)
        self._choose(replace(self._choices, speed=speed))

    def set_parameter(self, name: str, value: float) -> None:
        """Set one of the engine's own parameters."""
        self._parameters.setdefault(self._choices.engine, {})[name] = value
        self._choose(replace(self._choices, parameters=self._own_parameters(self._choices.engine)))
        self.kept.emit()

    def set_seed(self, seed: int) -> None:
        """Set the seed of the next line."""
        self._keep("seed", seed)
        self._choose(replace(self._choices, seed=seed))

    def set_seed_locked(self, locked: bool) -> None:
        """Keep the seed after each take, or draw a new one."""
        self._keep("seed_locked", locked)
        self._choose(replace(self._choices, seed_locked=locked))

    def draw_seed(self) -> None:
        """Draw a new seed, unless it is locked."""
        if not self._choices.seed_locked:
            self.set_seed(draw_seed())

    def choose_export_format(self, name: str) -> None:
        """Write ``pcm_16``, ``pcm_24`` or ``float_32`` from now on."""
        self._keep("export_format", name)
        self._refresh()

    def click_low_vram(self, on: bool) -> None:
        """Turn Low VRAM on or off from the window: the user's last word."""
        self.choose_policy(LowVramPolicy.ON if on else LowVramPolicy.OFF)

    def choose_policy(self, policy: str) -> None:
        """Set Low VRAM to ``auto``, ``on`` or ``off`` from the window."""
        self._keep("low_vram", LowVramPolicy(policy))
        self._refresh()
        self.policy_changed.emit(self.low_vram)

    # --- inside -------------------------------------------------------------------------------

    def _keep(self, key: str, value: object) -> None:
        self._settings.click(key, value)
        self.kept.emit()

    def _choose(self, choices: Choices) -> None:
        if choices != self._choices:
            self._choices = choices
            self.choices_changed.emit(choices)
        self._refresh()

    def _with_engine(self, engine: str) -> Choices:
        """Return the choices moved to an engine: what it does not have gives way."""
        description = self._descriptions.get(engine)
        voice = self._choices.voice
        if description and (voice is None or (voice.is_preset and voice.engine != engine)):
            voice = next(iter(presets_of(description)), voice if voice and not voice.is_preset else None)
        speed = self._choices.speed
        if description:
            speed = min(max(speed, description.speed_minimum), description.speed_maximum)
        return replace(
            self._choices,
            engine=engine,
            voice=voice,
            speed=speed,
            language=self._language(engine, voice),
            parameters=self._own_parameters(engine),
        )

    def _language(self, engine: str, voice: Voice | None) -> str:
        """Return the kept language, else the voice's, else the engine's first."""
        description = self._descriptions.get(engine)
        languages = description.languages if description else ()
        kept = str(self._settings.value("language") or "")
        for tag in (kept, voice.language if voice else ""):
            match = next((known for known in languages if known.lower() == tag.lower()), "")
            if match:
                return match
        return next(iter(languages), kept)

    def _own_parameters(self, engine: str) -> dict[str, float]:
        description = self._descriptions.get(engine)
        kept = self._parameters.get(engine, {})
        if description is None:
            return dict(kept)
        return {
            spec.name: min(max(kept[spec.name], spec.minimum), spec.maximum)
            for spec in description.parameters
            if spec.name in kept and kept[spec.name] != spec.default
        }

    def _refresh(self) -> None:
        state = self._make_state()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _make_state(self) -> EngineState:
        choices, description, low_vram = self._choices, self.description, self.low_vram
        ready = description is not None and choices.voice is not None
        return EngineState(
            engines=tuple(Choice(engine, self._name(engine)) for engine in self._engine_ids),
            engine=choices.engine,
            engine_note=self._note(description) if description else self.tr("starting…"),
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
                self._parameter(spec) for spec in (description.parameters if description else ())
            ),
            low_vram=low_vram.value,
            low_vram_note=explanation(has_card=self._card_total_bytes is not None),
            low_vram_source=source_text(low_vram),
            can_generate=ready and self._counts.todo + self._counts.rendered > 0 and not self._run.generating,
            generating=self._run.generating,
            cancelling=self._run.cancelling,
            progress=self._run.progress,
            progress_text=self._run.text,
            can_export=self._counts.rendered > 0,
            can_export_selection=self._counts.selected_rendered > 0,
            export_format=str(self._settings.value("export_format")),
        )

    def _name(self, engine: str) -> str:
        description = self._descriptions.get(engine)
        return description.name if description else engine.replace("_", " ").title()

    def _note(self, description: EngineDescription) -> str:
        memory = self.tr("VRAM") if self._card_total_bytes is not None else self.tr("memory")
        need = self.tr("{size} GB {memory}").format(
            size=number_text(description.sizes.need_bytes / 1e9), memory=memory
        )
        licence = description.weights_licence
        summary = engine_words(licence.summary)
        weights = self.tr("weights {licence}: {summary}").format(licence=licence.spdx, summary=summary)
        return f"{need} · {weights}"

    def _parameter(self, spec: ParameterSpec) -> ParameterView:
        label = engine_words(spec.label)
        value = self._parameters.get(self._choices.engine, {}).get(spec.name, spec.default)
        integer = spec.kind is not ParameterKind.NUMBER
        return ParameterView(spec.name, label, value, spec.minimum, spec.maximum, integer)
