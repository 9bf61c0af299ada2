"""The product's host, unchanged, with a thread that counts what its process holds; `low_vram.py` starts it.

    python -I -u probed_host.py SOCKET -m core.host.server ARGUMENTS

Each connection to the socket is answered with a line of JSON: bytes of live tensors, resident memory.
Before the first answer the engines' packages are imported, so that the first figures are those of a
process in which nothing was ever loaded.
"""

from __future__ import annotations

import gc
import json
import runpy
import socket
import sys
import threading


def answer(listener: socket.socket) -> None:
    """Count whenever somebody connects."""
    import psutil

    import core.engines.f5.loading
    import core.engines.xtts.loading
    from core.engines.torch_support import live_tensor_bytes

    assert core.engines.f5.loading
    assert core.engines.xtts.loading
    while True:
        connection, _ = listener.accept()
        with connection:
            gc.collect()
            held = {"tensor_bytes": live_tensor_bytes(), "rss_bytes": psutil.Process().memory_info().rss}
            connection.sendall(json.dumps(held).encode() + b"\n")


def main() -> None:
    """Start the thread, then be the host."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    threading.Thread(target=answer, args=(listener,), daemon=True).start()
    sys.argv = sys.argv[sys.argv.index("core.host.server") :]
    runpy.run_module("core.host.server", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
