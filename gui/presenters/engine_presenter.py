"""The engine panel: what is chosen there, and what the panel shows of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.engine import EngineDescription
from core.model.policy import LowVram, LowVramPolicy
from core.model.voice import Voice
from core.projects.state import ProjectSettings
from core.services.choices import Choices, draw_seed
from core.services.order import matching_language
from core.services.readiness import Readiness
from core.services.settled import first_language, own_parameters
from core.services.voices import presets_of
from gui.presenters.engine_parts import Picked, RunView, ScriptCounts, can_use, first_voice
from gui.presenters.engine_view import Shown, engine_state
from gui.presenters.known_engines import Introduction, KnownEngines
from gui.presenters.states import EngineState, FitView, ProblemView
from gui.presenters.wishes import CHOICES, UNKEPT, last_wishes, voiceless, with_choice

if TYPE_CHECKING:
    from core.services.app import Services


class EnginePresenter(QObject):
    """Holds the choices and keeps them in the settings; renders one `EngineState`."""

    state_changed = Signal(object)
    choices_changed = Signal(object)
    policy_changed = Signal(object)
    idle_timeout_changed = Signal(float)
    model_chosen = Signal(str, str)
    """Engine, and the name of its weights."""
    kept = Signal()

    def __init__(
        self,
        services: Services,
        known: KnownEngines,
        parameters: Mapping[str, Mapping[str, float]],
        parent: QObject | None = None,
    ) -> None:
        """Begin with the settings; the engines introduce themselves later.

        Args:
            services: Choices are kept in its settings.
            known: What is known of each engine.
            parameters: Engine parameters of the last session, by engine and name.
            parent: Owner.
        """
        super().__init__(parent)
        self.known = known
        self._settings = settings = services.settings
        self._synthesizer = services.synthesizer
        self._last_presets: dict[str, Voice] = {}
        self._last_reference: Voice | None = None
        self._spoken = ""
        self._wished = last_wishes(settings, parameters)
        self._models: dict[str, str] = {}
        self._run = RunView()
        self._counts = ScriptCounts()
        self._fit = FitView()
        self._warning: ProblemView | None = None
        self._choices = voiceless(self._wished, known.ids)
        self._low_vram = self.low_vram
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
    def wished(self) -> ProjectSettings:
        """What was chosen, for the project: also what this machine does not have."""
        return self._wished

    def last_wishes(self) -> ProjectSettings:
        """Return what a new project begins with."""
        return last_wishes(self._settings, self._wished.parameters)

    @property
    def picked(self) -> Picked:
        """All that the user has chosen, to be put back later."""
        return Picked(self._choices, self._wished, dict(self._models))

    @property
    def description(self) -> EngineDescription | None:
        """The chosen engine's description with the chosen weights, where it is known."""
        return self.known.describe_with(self._choices.engine, self._choices.model)

    @property
    def readiness(self) -> Readiness:
        """Whether the chosen engine can speak."""
        return self.known.readiness(self._choices.engine)

    @property
    def low_vram(self) -> LowVram:
        """What is in force for the next line."""
        return self._synthesizer.low_vram([self._choices.engine])

    # --- what becomes known -------------------------------------------------------------------

    def introduce(self, said: Introduction) -> None:
        """Take what the hosts say."""
        self.known.introduce(said)
        engine = self._choices.engine
        if self.known.describe(engine) is None:
            engine = next(iter(said.descriptions), engine)
        self._choose(self._with_engine(engine, self._choices.voice))

    def take_wishes(self, wished: ProjectSettings) -> None:
        """Take the choices of another project; its voice follows by ``restore_voice`` where it is there."""
        self._wished = wished
        if wished.model:
            self._models[wished.engine] = wished.model
        self._choices = voiceless(wished, self.known.ids)
        self._choose(self._with_engine(self._choices.engine, None), anew=True)

    def show_found(self, found: Mapping[str, Readiness]) -> None:
        """Take what was found of weights, and of engines that are not installed, by engine."""
        self.known.find(found)
        self._choose(self._with_model(self._choices, self._model(self._choices.engine)))

    def show_run(self, run: RunView) -> None:
        """Show how far the run is."""
        self._run = run
        self._refresh()

    def show_counts(self, counts: ScriptCounts) -> None:
        """Show what there is to generate and to export."""
        if counts != self._counts:
            self._counts = counts
            self._refresh()

    def show_fit(self, fit: FitView) -> None:
        """Show what the lines to do would meet."""
        if fit != self._fit:
            self._fit = fit
            self._refresh()

    def show_warning(self, warning: ProblemView | None) -> None:
        """Warn of the chosen voice, or not any more; it can be spoken in all the same."""
        if warning != self._warning:
            self._warning = warning
            self._refresh()

    def know_language(self, language: str) -> None:
        """Take the language that the script seems to be in: an engine begins with a voice that speaks it.

        Args:
            language: The language alone, such as ``pt``; empty: not known.
        """
        self._spoken = language

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()
        self.policy_changed.emit(self.low_vram)

    # --- what the user chooses ----------------------------------------------------------------

    def choose_engine(self, engine: str) -> None:
        """Speak with another engine; a voice that it cannot use gives way to the last one that it could."""
        if engine == self._choices.engine or engine not in self.known.ids:
            return
        self._keep_engine(engine)
        choices = self._with_engine(engine, self._choices.voice)
        if choices.voice is not None and choices.voice != self._choices.voice:
            self._keep("voice", choices.voice.id)
        spoken = self._spoken_by(choices)
        if spoken:
            self._keep("language", spoken)
        self._choose(replace(choices, language=spoken or choices.language))

    def choose_voice(self, voice: Voice) -> None:
        """Speak in another voice; a preset brings its engine along."""
        if voice == self._choices.voice:
            return
        self._remember(voice)
        self._keep("voice", voice.id)
        self._keep("language", "")
        choices = self._choices
        if voice.is_preset and voice.engine != choices.engine:
            self._keep_engine(voice.engine)
            choices = self._with_engine(voice.engine, voice)
        self._choose(
            replace(choices, voice=voice, language=self._language(choices.engine, choices.model, voice))
        )

    def forget_voice(self, voice_id: str) -> None:
        """A reference is gone: where it is the chosen voice, one of the engine's own takes its place."""
        if self._last_reference is not None and self._last_reference.id == voice_id:
            self._last_reference = None
        if self._choices.voice is not None and self._choices.voice.id == voice_id:
            choices = self._with_engine(self._choices.engine, None)
            self._keep("voice", choices.voice.id if choices.voice else "")
            self._choose(choices)

    def restore_voice(self, voice: Voice) -> None:
        """Set the voice that was chosen when the studio was last open; another engine's own is left alone."""
        choices = self._choices
        if voice.is_preset and voice.engine != choices.engine:
            return
        self._remember(voice)
        self._choose(
            replace(choices, voice=voice, language=self._language(choices.engine, choices.model, voice))
        )

    def renew_voice(self, voice: Voice) -> None:
        """Take what has become known of the chosen voice; another voice is left alone."""
        if self._choices.voice is not None and self._choices.voice.id == voice.id:
            self._choose(replace(self._choices, voice=voice))
        if self._last_reference is not None and self._last_reference.id == voice.id:
            self._last_reference = voice

    def choose_model(self, name: str) -> None:
        """Speak with other weights of the engine."""
        if name != self._choices.model and name in self.readiness.models:
            self._models[self._choices.engine] = name
            self._keep("model", name)
            self.model_chosen.emit(self._choices.engine, name)
            self._choose(self._with_model(self._choices, name))

    def choose_language(self, tag: str) -> None:
        """Speak another language."""
        self._keep("language", tag)
        self._choose(replace(self._choices, language=tag))

    def choose_device(self, device: str) -> None:
        """Speak on this device until another engine is chosen; empty: as the settings say."""
        self._choose(replace(self._choices, device=device))

    def set_speed(self, speed: float) -> None:
        """Speak faster or slower."""
        self._keep("speed", speed)
        self._choose(replace(self._choices, speed=speed))

    def set_parameter(self, name: str, value: float) -> None:
        """Set one of the engine's own parameters."""
        engine, parameters = self._choices.engine, self._wished.parameters
        self._keep("parameters", {**parameters, engine: {**parameters.get(engine, {}), name: value}})
        self._choose(replace(self._choices, parameters=self._own_parameters(engine)))

    def put_back(self, picked: Picked) -> None:
        """Choose what was chosen before."""
        for key in CHOICES:
            value = getattr(picked.wished, key)
            if value != getattr(self._wished, key):
                self._keep(key, value)
        self._wished, self._models = picked.wished, dict(picked.models)
        if picked.choices.model != self._choices.model:
            self.model_chosen.emit(picked.choices.engine, picked.choices.model)
        self._choose(picked.choices)

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

    def choose_idle_timeout(self, timeout_s: float) -> None:
        """Let hosts rest after so many seconds without a job; 0: never."""
        self._keep("idle_timeout_s", timeout_s)
        self.idle_timeout_changed.emit(timeout_s)

    # --- inside -------------------------------------------------------------------------------

    def _keep(self, key: str, value: object) -> None:
        if key in CHOICES:
            self._wished = with_choice(self._wished, key, value)
        if key not in UNKEPT:
            self._settings.click(key, value)
        self.kept.emit()

    def _keep_engine(self, engine: str) -> None:
        self._keep("model", self._models.get(engine, ""))
        self._keep("engine", engine)

    def _choose(self, choices: Choices, *, anew: bool = False) -> None:
        if choices != self._choices or anew:
            self._choices = choices
            self.choices_changed.emit(choices)
        self._refresh()

    def _remember(self, voice: Voice) -> None:
        if voice.is_preset:
            self._last_presets[voice.engine] = voice
        else:
            self._last_reference = voice

    def _with_engine(self, engine: str, voice: Voice | None) -> Choices:
        """Return the choices moved to an engine: what it does not have gives way."""
        description = self.known.describe(engine)
        if description and not can_use(description, voice):
            own = self._last_presets.get(engine) or first_voice(presets_of(description), self._spoken)
            voice = (self._last_reference or own) if description.clones else own
        speed = self._choices.speed
        if description:
            speed = min(max(speed, description.speed_minimum), description.speed_maximum)
        model = self._model(engine)
        return replace(
            self._choices,
            engine=engine,
            voice=voice,
            speed=speed,
            language=self._language(engine, model, voice),
            device=self._choices.device if engine == self._choices.engine else "",
            parameters=self._own_parameters(engine),
            model=model,
        )

    def _with_model(self, choices: Choices, model: str) -> Choices:
        """Return the choices with other weights; a language that these do not speak gives way."""
        if model == choices.model and choices.language:
            spoken = self.known.describe_with(choices.engine, model)
            if spoken is None or choices.language in spoken.languages:
                return choices
        language = self._language(choices.engine, model, choices.voice)
        return replace(choices, model=model, language=language)

    def _model(self, engine: str) -> str:
        """Return the name of the weights that an engine speaks with."""
        readiness = self.known.readiness(engine)
        chosen = self._models.get(engine, "")
        return chosen if chosen in readiness.models else readiness.model

    def _language(self, engine: str, model: str, voice: Voice | None) -> str:
        """Return the kept language, else the voice's, else the first of the engine with these weights."""
        description = self.known.describe_with(engine, model)
        return first_language(description.languages if description else (), self._wished.language, voice)

    def _spoken_by(self, choices: Choices) -> str:
        """Return the script's language as an engine calls it, where neither user nor voice says another."""
        description = self.known.describe_with(choices.engine, choices.model)
        if description is None or self._wished.language or (choices.voice and choices.voice.language):
            return ""
        return matching_language(self._spoken, description.languages) if self._spoken else ""

    def _own_parameters(self, engine: str) -> dict[str, float]:
        return own_parameters(self.known.describe(engine), self._wished.parameters.get(engine, {}))

    def _refresh(self) -> None:
        state = self._make_state()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
        if self.low_vram != self._low_vram:  # automatic may decide anew where another engine is chosen
            self._low_vram = self.low_vram
            self.policy_changed.emit(self._low_vram)

    def _make_state(self) -> EngineState:
        return engine_state(
            self.known,
            self._choices,
            self._wished.parameters.get(self._choices.engine, {}),
            low_vram=self.low_vram,
            warning=self._warning,
            shown=Shown(self._run, self._counts, self._fit),
            export_format=str(self._settings.value("export_format")),
        )
