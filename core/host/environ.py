"""The environment variables that a host is given: the system's, none of the user's settings."""

from __future__ import annotations

from collections.abc import Mapping

_KEPT = frozenset(
    {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "TEMP",
        "TMP",
        "XDG_RUNTIME_DIR",
        "SYSTEMROOT",
        "SYSTEMDRIVE",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "USERPROFILE",
        "USERNAME",
        "APPDATA",
        "LOCALAPPDATA",
        "PROGRAMDATA",
        "PROGRAMFILES",
        "NUMBER_OF_PROCESSORS",
        "PROCESSOR_ARCHITECTURE",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "DYLD_FALLBACK_LIBRARY_PATH",
        "CUDA_VISIBLE_DEVICES",
        "CUDA_DEVICE_ORDER",
        "CUDA_PATH",
        "NVIDIA_VISIBLE_DEVICES",
    }
)
_CALM = {"GOMP_SPINCOUNT": "10000"}
"""How long a thread of PyTorch's on Linux looks for its next work before it sleeps, in turns of a loop: some
tens of microseconds. By default it looks for some milliseconds, and XTTS on a busy machine takes 2.5 times
as long; a tenth of this costs XTTS 7 % on an idle one (docs/benchmarks-engines.md)."""

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "NO_COLOR": "1",
}


def host_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what of ``environ`` a host may see, with what keeps libraries calm and off the network."""
    kept = {name: value for name, value in environ.items() if name.upper() in _KEPT or name.startswith("LC_")}
    return kept | _OFFLINE | _CALM
