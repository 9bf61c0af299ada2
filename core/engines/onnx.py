"""onnxruntime without its telemetry, which its official builds have on."""

from __future__ import annotations

import os


def import_onnxruntime() -> None:
    """Import onnxruntime so that it sends nothing and keeps no identity of this machine.

    To be called before anything else imports it: the variable counts at that moment only. Windows'
    builds report through the system (ETW) and have a switch of their own.

    Raises:
        ImportError: When it does not import.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
