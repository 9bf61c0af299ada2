"""The settings as data: key, default, where it may be set, and what it may hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.model import package_index
from core.model.policy import LowVramPolicy
from core.model.request import SEED_LIMIT

SettingValue: TypeAlias = Any
"""Whatever type the setting has."""

NO_PROXY = "none"
"""No proxy, whatever the environment says."""

_SIZE = re.compile(r"\s*(\d{1,12}(?:\.\d{1,12})?)\s*([kmgt]i?)?(?:b|bytes)?\s*", re.IGNORECASE)
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,8}")
_UUID = re.compile("(GPU|SIM)-[0-9A-Za-z-]{1,80}", re.IGNORECASE)
_UNITS = {
    "": 1,
    **{letter: 1000**n for n, letter in enumerate("kmgt", 1)},
    **{f"{letter}i": 1024**n for n, letter in enumerate("kmgt", 1)},
}
_POLICY_WORDS = {
    **dict.fromkeys(("true", "1", "on", "yes"), LowVramPolicy.ON),
    **dict.fromkeys(("false", "0", "off", "no"), LowVramPolicy.OFF),
    "auto": LowVramPolicy.AUTO,
}


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        key: snake_case key, as in ``settings.toml``.
        default: Value when nobody says anything.
        parse: Turns what was written (text, or a TOML value) into the value; raises ValueError.
        allowed: What it may hold, for people.
        doc: What it does, one English line.
        variable: Environment variable, or empty.
        option: Command line option, or empty.
        option_takes: What the option may hold, where that is said otherwise than ``allowed``.
        in_file: False for what lasts one run only.
    """

    key: str
    default: SettingValue
    parse: Callable[[object], SettingValue]
    allowed: str
    doc: str
    variable: str = ""
    option: str = ""
    option_takes: str = ""
    in_file: bool = True


def parse_size(text: str) -> int:
    """Read a size such as ``4GB`` (decimal) or ``4GiB`` (binary).

    Returns:
        Bytes, at least 1.

    Raises:
        ValueError: When it is no size.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError(f"no size: {text}")
    size_bytes = int(float(match[1]) * _UNITS[(match[2] or "").lower()])
    if not 0 < size_bytes < 2**50:
        raise ValueError(f"no size: {text}")
    return size_bytes


def parse_policy(value: object) -> LowVramPolicy:
    """Read a Low VRAM policy: a boolean, or one of the words in any case, blanks around it or not."""
    word = str(value).strip().casefold() if isinstance(value, bool | str | int) else ""
    if word not in _POLICY_WORDS:
        raise ValueError(word)
    return _POLICY_WORDS[word]


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 4096 or "\0" in value:
        raise ValueError
    return value


def parse_language(value: object) -> str:
    """Return a language tag, or empty; raise ``ValueError`` for what can be none."""
    text = _text(value)
    if text.strip() and not _LANGUAGE_TAG.fullmatch(text.strip()):
        raise ValueError
    return text


def _boolean(value: object) -> bool:
    if value is True or value is False:
        return value
    raise ValueError


def _sizes(value: object) -> int | tuple[int, ...] | None:
    """Read the size of a card, or of several with commas between them."""
    if isinstance(value, tuple):
        return tuple(parse_size(str(one)) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_size(str(value))
    if value is None:
        return None
    sizes = tuple(map(parse_size, _text(value).split(",")))
    return sizes[0] if len(sizes) == 1 else sizes


def _gpu(value: object) -> str:
    text = _text(value).strip()
    if text and not _UUID.fullmatch(text):
        raise ValueError
    return text


def _number(minimum: float, maximum: float) -> Callable[[object], float]:
    def parse(value: object) -> float:
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not minimum <= number <= maximum:
            raise ValueError
        return float(number)

    return parse


def _seconds(minimum: float, maximum: float) -> Callable[[object], float]:
    """Read seconds, also as an environment variable writes them."""
    parse_number = _number(minimum, maximum)

    def parse(value: object) -> float:
        return parse_number(float(value) if isinstance(value, str) else value)

    return parse


def _seed(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < SEED_LIMIT:
        raise ValueError
    return value


def _one_of(*words: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return parse


def _device(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"auto|cpu|mps|cuda(:\d{1,2})?", value):
        raise ValueError
    return value


def _index(value: object) -> str:
    return package_index.parse_index(_text(value))


def _mirror(value: object) -> str:
    text = _text(value).strip()
    address = package_index.web_address(text)
    if text and not address:
        raise ValueError(text)
    return address


def _proxy(value: object) -> str:
    return NO_PROXY if value == NO_PROXY else _mirror(value)


def _choice(key: str, words: tuple[str, ...], doc: str, option: str = "") -> Setting:
    return Setting(key, words[0], _one_of(*words), ", ".join(words), doc, option=option)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "low_vram",
        LowVramPolicy.AUTO,
        parse_policy,
        "true, false, 1, 0, on, off, yes, no, auto",
        "Keep at most one engine on the card, and only while it is needed.",
        variable="LOW_VRAM",
        option="--low-vram",
        option_takes="auto, on, off",
    ),
    Setting(
        "idle_timeout_s",
        300.0,
        _seconds(0.0, 7 * 86400.0),
        "0 to 604800 seconds; 0: never",
        "After so long without a job, engines give back what they hold.",
        variable="SOTTOVOCE_IDLE_TIMEOUT_S",
    ),
    Setting("engine", "starter", _text, "an engine's id", "The engine that speaks.", option="--engine"),
    Setting(
        "voice",
        "",
        _text,
        "a voice's id, or empty",
        "The voice; empty: the engine's first.",
        option="--voice",
    ),
    Setting(
        "language",
        "",
        parse_language,
        "a language tag such as pt-BR, or empty",
        "Empty: the voice's.",
        option="--language",
    ),
    Setting("speed", 1.0, _number(0.1, 10.0), "0.1 to 10", "Speed factor.", option="--speed"),
    Setting("seed", 0, _seed, "0 to 4294967295", "The seed that the next line takes.", option="--seed"),
    Setting(
        "normalise",
        True,
        _boolean,
        "true, false",
        "Read numbers, dates and the like out in words before an engine gets them.",
    ),
    Setting("seed_locked", False, _boolean, "true, false", "Use the same seed for every line."),
    _choice("theme", ("system", "light", "dark"), "Colours of the window."),
    _choice("interface_language", ("system", "en", "pt_BR"), "Language of the window."),
    Setting("output_device", "", _text, "a device's name, or empty", "Empty: the system's default."),
    Setting("output_level", 1.0, _number(0.0, 1.0), "0 to 1", "Playback level."),
    Setting("export_folder", "", _text, "a folder, or empty", "Folder of the last export."),
    _choice(
        "export_format",
        ("pcm_16", "pcm_24", "float_32", "flac", "flac_24", "mp3", "opus", "m4a", "m4b"),
        "Format of exported files.",
    ),
    Setting("export_wishes", "", _text, "JSON, or empty", "How finished files shall be, for new projects."),
    Setting(
        "device", "auto", _device, "auto, cpu, cuda, cuda:N, mps", "Where to compute.", option="--device"
    ),
    Setting(
        "gpu",
        "",
        _gpu,
        'the UUID of a card, such as GPU-1a2b…; "sottovoce doctor" lists them',
        "The graphics card to use, by its UUID; empty: the one with the most free memory.",
        variable="SOTTOVOCE_GPU",
        option="--gpu",
    ),
    Setting(
        "torch_index",
        "",
        _index,
        package_index.ALLOWED,
        "Where PyTorch's builds come from when engines are installed; empty: its own index.",
        variable=package_index.INDEX_VARIABLE,
    ),
    Setting(
        "models_mirror",
        "",
        _mirror,
        "an http or https address without a password, or empty",
        "Where weights are fetched from, laid out as the models folder is; empty: their publishers.",
        variable="SOTTOVOCE_MODELS_MIRROR",
    ),
    Setting(
        "proxy",
        "",
        _proxy,
        "an http or https address without a password, none, or empty",
        "The proxy that weights are fetched by; empty: as the environment says.",
        variable="SOTTOVOCE_PROXY",
    ),
    Setting(
        "simulate_gpu_bytes",
        None,
        _sizes,
        "a size such as 4GB, or several: 4GB,8GB",
        "Pretend that there is a card of this size, or several.",
        option="--simulate-gpu",
        in_file=False,
    ),
)
"""Every setting, in the order in which ``doctor`` shows them."""

BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
