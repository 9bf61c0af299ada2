"""The product's host on a simulated card whose memory is there, as a card's is.

    python -I -u arena_host.py FILE -m core.host.server ARGUMENTS     (`vram_first_sound.py` starts it)

FILE is memory shared between processes that was touched before; the host's pages are mapped to it at once. A
host's own simulated card takes fresh memory of the system's, which must be found and cleared page by page.
"""

from __future__ import annotations

import mmap
import runpy
import sys
from pathlib import Path

import core.vram.parking


def main() -> None:
    """Map the memory, then be the host."""
    with Path(sys.argv[1]).open("r+b") as file:
        memory = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED | mmap.MAP_POPULATE)
    sides: list[core.vram.parking.Side] = []

    def side_of(placement: object) -> core.vram.parking.Side:
        import torch

        from core.vram.flat import Arena

        if not sides:
            sides.append(Arena(len(memory), torch.frombuffer(memory, dtype=torch.uint8)))
        return sides[0]

    core.vram.parking.side_of = side_of
    sys.argv = sys.argv[sys.argv.index("core.host.server") :]
    runpy.run_module("core.host.server", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
