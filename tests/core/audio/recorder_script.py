"""What a process does that records; run by the tests of the microphone."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from core.audio.microphone import Microphone
from core.errors import SottovoceError

DEADLINE_S = 20.0


def main() -> None:
    """Record so many seconds (or until an error, or for ever), then print a report."""
    path, seconds, device = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
    report: dict[str, object] = {}
    over = threading.Event()

    def failed(error: SottovoceError) -> None:
        report["error"] = {"code": error.code, **error.fields()}
        over.set()

    microphone = Microphone(path, failed)
    try:
        microphone.start(device)
        print("recording", flush=True)
        levels = [microphone.level()]
        end = time.monotonic() + DEADLINE_S
        while not over.wait(0.02) and levels[-1].duration_s < seconds and time.monotonic() < end:
            levels.append(microphone.level())
        report["peak_dbfs"] = max(one.peak_dbfs for one in levels)
        report["overloaded"] = levels[-1].overloaded
        report["duration_s"] = levels[-1].duration_s
        report["path"] = str(microphone.stop())
    except SottovoceError as error:
        report["raised"] = {"code": error.code, **error.fields()}
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
