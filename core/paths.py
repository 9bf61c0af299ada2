"""Where the user's data live: where the platform says, or all under ``SOTTOVOCE_HOME``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import FolderNotWritable

HOME_VARIABLE = "SOTTOVOCE_HOME"
"""Names a folder that holds everything: portable use and tests. Empty counts as unset."""

_APP = "sottovoce"


@dataclass(frozen=True)
class Paths:
    """Folders of the user's data. The program's environments are never in there.

    Attributes:
        config: Holds ``settings.toml``.
        data: Holds voices, models, the session and what has no file of its own.
        cache: What can be made again.
        logs: Log files.
    """

    config: Path
    data: Path
    cache: Path
    logs: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] = os.environ) -> Paths:
        """Find the folders; none is made and none is looked into.

        Args:
            environ: Environment variables; ``SOTTOVOCE_HOME`` is read.
        """
        home = environ.get(HOME_VARIABLE, "").strip()
        if home:
            root = Path(os.path.expanduser(home))  # noqa: PTH111 -- Path's raises for ~nobody
            with suppress(OSError):  # a working directory that is gone
                root = root.absolute()
            return cls(config=root, data=root, cache=root / "cache", logs=root / "logs")
        import platformdirs

        dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(
            config=dirs.user_config_path,
            data=dirs.user_data_path,
            cache=dirs.user_cache_path,
            logs=dirs.user_log_path,
        )

    @property
    def settings_file(self) -> Path:
        """The settings, TOML."""
        return self.config / "settings.toml"

    @property
    def voices_dir(self) -> Path:
        """The voice library: one folder for each voice."""
        return self.data / "voices"

    @property
    def recordings_dir(self) -> Path:
        """Recordings from the microphone that are no voices yet."""
        return self.data / "recordings"

    @property
    def voices_index(self) -> Path:
        """What was last read of the voice library, so that it is quickly there again."""
        return self.cache / "voices.index"

    @property
    def models_dir(self) -> Path:
        """Weights that were downloaded."""
        return self.data / "models"

    @property
    def recognition_dir(self) -> Path:
        """Weights of the speech recognition, if they were fetched: faster-whisper-base.

        CTranslate2's ``model.bin``, with ``config.json``, ``tokenizer.json`` and ``vocabulary.txt``.
        """
        return self.models_dir / "whisper" / "base"

    @property
    def cards_dir(self) -> Path:
        """Where all programs of this user take turns on the graphics cards."""
        return self.cache / "cards"

    @property
    def converted_dir(self) -> Path:
        """Safetensors that were made of weights in pickles."""
        return self.cache / "converted"

    @property
    def known_projects_dir(self) -> Path:
        """Notes of projects that were left whole (``core.projects.known``)."""
        return self.cache / "projects"

    @property
    def renders_dir(self) -> Path:
        """Work projects of texts whose rendering was broken off."""
        return self.cache / "renders"

    @property
    def session_file(self) -> Path:
        """The window's shape, the last project and where one was in it."""
        return self.data / "window.json"

    @property
    def untitled_project(self) -> Path:
        """What is written without naming a file."""
        return self.data / "untitled.sottovoce"

    @property
    def old_session_file(self) -> Path:
        """The script as it was kept before there were projects; takes lie beside it in ``takes``."""
        return self.data / "session.json"

    def ensure(self) -> None:
        """Make the folders.

        Raises:
            FolderNotWritable: When one cannot be made.
        """
        for folder in (self.config, self.data, self.cache, self.logs):
            make_folder(folder)


def make_folder(path: Path) -> Path:
    """Make a folder, and those around it, if it is not there, and return it.

    Raises:
        FolderNotWritable: When it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(path=str(path)) from error
    return path


def is_file(path: Path) -> bool:
    """Say whether it is a file that may be looked at; a name that is no name at all is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Say whether it is a folder that may be looked at; a name that is no name at all is none."""
    try:
        return path.is_dir()
    except OSError:
        return False
