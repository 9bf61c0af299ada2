"""``doctor``: look at everything, and say what is wrong and what to do."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from core.errors import (
    AudioDeviceMissing,
    EngineNotInstalled,
    SettingsFileBroken,
    SottovoceError,
    error_from_fields,
)
from core.host.client import Hello
from core.host.gpu import cards_here
from core.host.pool import HostPool
from core.install.environments import packages
from core.model.sourced import Source
from core.paths import HOME_VARIABLE, Paths, is_folder
from core.services.explain import explain, explain_notice
from core.services.logs import describe_setting
from core.services.low_vram import describe_low_vram
from core.services.machine import find_cards
from core.services.model_list import size_of
from core.services.modes import Modes
from core.services.parameters import speed_beyond
from core.services.report import Problem, Report
from core.services.voices import VoiceService
from core.settings import Settings
from sottovoce import __version__

__all__ = ["Problem", "Report", "diagnose"]

_MEND_SETTING = "Mend or remove the line in the file, or set it in the window."
_MEND_KEPT = 'The line is "{key}" in {file}; the window sets it too.'
_MEND_FILE = "Make it a file that you may read, or delete it."
_SUPPORTED_PYTHON = ((3, 11), (3, 13))


def diagnose(paths: Paths, settings: Settings, hosts: HostPool) -> Report:
    """Look at the program, its environments, the machine and the settings; starts the hosts.

    Args:
        paths: Where the user's data are.
        settings: Who set what.
        hosts: Asked for their engines and cards.
    """
    examination = _Examination(paths, settings, hosts)
    examination.look()
    return Report(examination.facts, examination.lines, examination.problems)


class _Examination:
    """Collects facts, lines and problems, section by section."""

    def __init__(self, paths: Paths, settings: Settings, hosts: HostPool) -> None:
        self.facts: dict[str, object] = {}
        self.lines: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self._paths = paths
        self._settings = settings
        self._hosts = hosts

    def look(self) -> None:
        """Look at everything."""
        hellos = self._hosts.hello_all()
        self._program()
        self._environments(hellos)
        self._gpu(hellos)
        self._audio()
        self._models(hellos)
        self._show_settings(hellos)

    def _section(self, key: str, title: str, facts: object, lines: list[str]) -> None:
        self.facts[key] = facts
        self.lines[title] = lines

    def _wrong(self, error: SottovoceError) -> None:
        words = explain(error)
        self.problems.append(Problem(error.code, f"{words.what} {words.why}", words.remedy))

    # --- sections -----------------------------------------------------------------------------

    def _program(self) -> None:
        python = {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
        }
        self.facts["version"] = __version__
        self._section(
            "python",
            "Program",
            python,
            [f"Sottovoce {__version__}", f"Python {python['version']}, {python['executable']}"],
        )
        system = {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "description": platform.platform(terse=True),
            "cpus": os.cpu_count(),
        }
        self._section(
            "platform",
            "Platform",
            system,
            [f"{system['description']}, {system['machine']}, {system['cpus']} CPUs"],
        )
        low, high = _SUPPORTED_PYTHON
        if not low <= sys.version_info[:2] <= high:
            self.problems.append(
                Problem(
                    "python_unsupported",
                    f"Python {python['version']} is not supported.",
                    f"Use Python {low[0]}.{low[1]} to {high[0]}.{high[1]}.",
                )
            )
        self._folders()

    def _folders(self) -> None:
        folders = {name: str(getattr(self._paths, name)) for name in ("config", "data", "cache", "logs")}
        lines = [f"{name}: {folder}" for name, folder in folders.items()]
        home = os.environ.get(HOME_VARIABLE, "").strip()
        if home:
            lines.append(f"set by {HOME_VARIABLE}")
        self._section("folders", "Folders", folders, lines)
        for folder in dict.fromkeys(folders.values()):
            if not _writable(Path(folder)):
                self.problems.append(
                    Problem(
                        "folder_not_writable",
                        f"Nothing can be written into {folder}.",
                        f"Make it writable, or set {HOME_VARIABLE} to another folder.",
                    )
                )

    def _environments(self, hellos: list[Hello]) -> None:
        found, lines = [], []
        for client, hello in zip(self._hosts.clients(), hellos, strict=True):
            environment = client.environment
            installed = packages(environment)
            found.append(
                {
                    "name": environment.name,
                    "python": str(environment.python),
                    "host_version": hello.version,
                    "engines": [description.id for description in hello.engines],
                    "broken": dict(hello.broken),
                    "packages": [{"name": name, "version": version} for name, version in installed],
                }
            )
            engines = ", ".join(f"{one.id} {one.version}" for one in hello.engines) or "no engine"
            state = f"host {hello.version}" if hello.pid else "its host does not start"
            lines.append(f"{environment.name}: {engines}; {state}; {environment.python}")
            lines.append("  " + ", ".join(f"{name} {version}" for name, version in installed))
            for engine, reason in hello.broken.items():
                self._wrong(EngineNotInstalled(engine=engine, reason=reason))
            if hello.pid and hello.version != __version__:
                self.problems.append(
                    Problem(
                        "environment_of_other_version",
                        f"The environment {environment.name} has version {hello.version}, not {__version__}.",
                        "Repair the program: python3 packaging/bootstrap.py repair",
                    )
                )
        self._section("environments", "Environments", found, lines)

    def _gpu(self, hellos: list[Hello]) -> None:
        cards, why_none = find_cards()
        simulated = next((hello for hello in hellos if hello.simulated), None)
        pretended = [] if simulated is None else cards_here(self._settings.value("simulate_gpu_bytes"))
        used = {hello.card_id for hello in hellos}
        facts: dict[str, object] = {
            "cards": [asdict(card) for card in cards],
            "driver": cards[0].driver if cards else "",
            "why_none": why_none,
            "simulated": None
            if simulated is None
            else {
                "name": simulated.device,
                "total_bytes": simulated.card_total_bytes,
                "cards": [asdict(card) for card in pretended],
            },
        }
        lines = [
            f"{card.name}, {_gb(card.total_bytes)}, {_gb(card.used_bytes)} in use, driver {card.driver}, "
            f"{card.uuid}{_chosen(card.uuid in used and len(cards) > 1)}"
            for card in cards
        ]
        if simulated is not None:
            lines += [
                f"{card.name}, {_gb(card.total_bytes)} (simulated, not real), "
                f"{card.uuid}{_chosen(card.name == simulated.device and len(pretended) > 1)}"
                for card in pretended
            ]
        self._section("gpu", "Graphics card", facts, lines or [f"none ({why_none}); engines run on the CPU"])

    def _audio(self) -> None:
        from core.audio.devices import list_output_devices

        try:
            devices = list_output_devices()
        except SottovoceError as error:
            self._wrong(error)
            devices = []
        else:
            if not devices:
                self._wrong(AudioDeviceMissing(device="", reason="the system lists no output device"))
        found = [asdict(device) for device in devices]
        lines = [
            f"{device.name}, {device.sample_rate_hz} Hz{', default' if device.is_default else ''}"
            for device in devices
        ]
        self._section("audio", "Sound", {"output_devices": found}, lines or ["no output device"])

    def _models(self, hellos: list[Hello]) -> None:
        sizes = {folder: size_of(folder) for folder in _folders_in(self._paths.models_dir)}
        found = [
            {"name": folder.name, "path": str(folder), "size_bytes": size_bytes}
            for folder, size_bytes in sizes.items()
        ]
        lines = [f"{folder.name}: {_gb(size_bytes)}" for folder, size_bytes in sizes.items()]
        for hello in hellos:
            for engine in hello.engines:
                if not engine.takes_model_folder:
                    size = f"{engine.sizes.weights_bytes / 1e6:.0f} MB"
                    lines.append(f"{engine.id}: in its package, {size}, {engine.weights_licence.spdx}")
        self._section("models", "Models", {"folder": str(self._paths.models_dir), "models": found}, lines)

    def _show_settings(self, hellos: list[Hello]) -> None:
        low_vram = Modes(self._hosts, self._settings).mode([str(self._settings.value("engine"))])
        facts: dict[str, object] = {}
        lines = []
        for key, sourced in self._settings.all().items():
            if key == "low_vram":
                facts[key] = low_vram.report()
                lines.append(f"Low VRAM: {describe_low_vram(low_vram)}")
                continue
            facts[key] = {"value": sourced.value, "source": str(sourced.source), "detail": sourced.detail}
            lines.append(describe_setting(key, sourced))
        self._section("settings", "Settings", facts, lines)
        for notice in self._settings.notices:
            if notice.code == SettingsFileBroken.code:
                self._wrong(error_from_fields(notice.code, notice.fields))
            else:
                remedy = _MEND_SETTING if notice.code == "setting_not_allowed" else _MEND_FILE
                self.problems.append(Problem(notice.code, explain_notice(notice), remedy))
        self._kept_choices(hellos)

    def _kept_choices(self, hellos: list[Hello]) -> None:
        """Hold the kept engine, speed and voice against what there is; the command line's are not kept."""
        file = str(self._paths.settings_file)
        engine, voice = self._settings.get("engine"), self._settings.get("voice")
        try:
            if engine.source in (Source.FILE, Source.DEFAULT):
                self._hosts.describe(engine.value)
        except SottovoceError as error:
            self._kept_wrong("engine", error, file)
        descriptions = [one for hello in hellos for one in hello.engines if one.id == engine.value]
        for description in descriptions:
            notice = speed_beyond(self._settings.get("speed"), description, self._paths.settings_file)
            if notice is not None:
                remedy = _MEND_KEPT.format(key="speed", file=file)
                self.problems.append(Problem(notice.code, explain_notice(notice), remedy))
        try:
            if voice.source is Source.FILE and voice.value:
                VoiceService(self._paths, self._hosts).find(voice.value)
        except SottovoceError as error:
            self._kept_wrong("voice", error, file)

    def _kept_wrong(self, key: str, error: SottovoceError, file: str) -> None:
        words = explain(error)
        remedy = f"{words.remedy} {_MEND_KEPT.format(key=key, file=file)}"
        self.problems.append(Problem(error.code, f"{words.what} {words.why}", remedy))


def _writable(folder: Path) -> bool:
    """Say whether files can be made there, or the folder itself where it is not there yet."""
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    return is_folder(folder) and os.access(folder, os.W_OK | os.X_OK)


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry) for entry in entries if entry.is_dir())
    except OSError:
        return []


def _chosen(used: bool) -> str:
    return ", the one in use" if used else ""


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB"
