"""What the user chooses in the panels, each a step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

from PySide6.QtCore import QObject

from core.model.voice import Voice
from core.projects.state import ProjectSettings
from core.services.choices import Choices
from gui.history import History, Step
from gui.presenters.engine_parts import Picked
from gui.presenters.engine_presenter import EnginePresenter


@dataclass(frozen=True)
class _Changed:
    """Which fields of the choices and of the wishes a step has changed."""

    choices: tuple[str, ...]
    wished: tuple[str, ...]

    @classmethod
    def between(cls, before: Picked, after: Picked) -> _Changed:
        """Compare what was chosen before and after."""
        return cls(_differing(before.choices, after.choices), _differing(before.wished, after.wished))

    def applied(self, picked: Picked, now: Picked) -> Picked:
        """Return what is chosen now, with these fields as they were then."""
        return Picked(
            replace(now.choices, **{name: getattr(picked.choices, name) for name in self.choices}),
            replace(now.wished, **{name: getattr(picked.wished, name) for name in self.wished}),
            {**now.models, **picked.models} if "model" in self.wished else now.models,
        )


def _differing(before: Choices | ProjectSettings, after: Choices | ProjectSettings) -> tuple[str, ...]:
    names = (field.name for field in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


class ChoicesDesk(QObject):
    """Hands choices on to the engine's presenter and remembers what was chosen before."""

    def __init__(
        self,
        engine: EnginePresenter,
        history: History,
        find_voice: Callable[[str], Voice | None],
        parent: QObject | None = None,
    ) -> None:
        """Keep the parts.

        Args:
            engine: Holds the choices.
            history: Takes the steps.
            find_voice: Gives a voice by its id, as it is known now; None: it is gone.
            parent: Owner.
        """
        super().__init__(parent)
        self._engine = engine
        self._history = history
        self._find_voice = find_voice

    def choose_engine(self, engine: str) -> None:
        """Speak with another engine."""
        self._do(self._say_engine, partial(self._engine.choose_engine, engine))

    def choose_voice(self, voice: Voice) -> None:
        """Speak in another voice."""
        self._do(self._say_voice, partial(self._engine.choose_voice, voice))

    def choose_model(self, name: str) -> None:
        """Speak with other weights."""
        self._do(self._say_weights, partial(self._engine.choose_model, name))

    def choose_language(self, tag: str) -> None:
        """Speak another language."""
        self._do(self._say_language, partial(self._engine.choose_language, tag))

    def set_speed(self, speed: float) -> None:
        """Speak faster or slower."""
        self._do(self._say_speed, partial(self._engine.set_speed, speed), "speed")

    def set_parameter(self, name: str, value: float) -> None:
        """Set one of the engine's own parameters."""
        self._do(self._say_setting, partial(self._engine.set_parameter, name, value), f"parameter {name}")

    def set_seed(self, seed: int) -> None:
        """Set the seed of the next line."""
        self._do(self._say_seed, partial(self._engine.set_seed, seed))

    def set_seed_locked(self, locked: bool) -> None:
        """Keep the seed after each take, or draw a new one."""
        self._do(self._say_lock, partial(self._engine.set_seed_locked, locked))

    # --- inside -------------------------------------------------------------------------------

    def _do(self, say: Callable[[], str], choose: Callable[[], None], kind: str = "") -> None:
        before = self._engine.picked
        choose()
        after = self._engine.picked
        if after != before:
            put = partial(self._put_back, _Changed.between(before, after))
            self._history.push(Step(say, partial(put, after), partial(put, before), done=True, kind=kind))

    def _put_back(self, changed: _Changed, picked: Picked) -> None:
        """Choose what was chosen then, of what that step had changed; a voice that is gone stays gone."""
        voice = picked.choices.voice
        if "voice" in changed.choices and voice is not None:
            voice = self._find_voice(voice.id)
            if voice is None:
                return
            picked = replace(picked, choices=replace(picked.choices, voice=voice))
        self._engine.put_back(changed.applied(picked, self._engine.picked))

    def _say_engine(self) -> str:
        return self.tr("engine")

    def _say_voice(self) -> str:
        return self.tr("voice")

    def _say_weights(self) -> str:
        return self.tr("weights")

    def _say_language(self) -> str:
        return self.tr("language")

    def _say_speed(self) -> str:
        return self.tr("speed")

    def _say_setting(self) -> str:
        return self.tr("setting of the engine")

    def _say_seed(self) -> str:
        return self.tr("seed")

    def _say_lock(self) -> str:
        return self.tr("lock of the seed")
