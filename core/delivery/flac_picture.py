"""A picture in a FLAC while it is written: libsndfile writes none, so that its block is slipped in."""

from __future__ import annotations

from typing import BinaryIO

from core.audio.sound_io import SoundIo

_LAST = 0x80
_PICTURE = 6
_HEAD = 4


class FlacPictureIo(SoundIo):
    """A file for libsndfile to write a FLAC to, with one block more after its own (RFC 9639, 8.1).

    What libsndfile writes first, its blocks, is held back until the last of them is whole; then they are
    written, the picture's block behind them, and all that follows lies that much further on. libsndfile comes
    back to its first block only, whose place does not change.
    """

    def __init__(self, file: BinaryIO, block: bytes) -> None:
        """Keep file and block.

        Args:
            file: Where to, empty.
            block: Body of the picture's block.
        """
        super().__init__(file)
        self._picture = bytes([_LAST | _PICTURE]) + len(block).to_bytes(3, "big") + block
        self._held = bytearray()
        self._blocks_end = 0
        self._place = 0

    def write(self, data: bytes) -> int:
        """Write at libsndfile's place."""
        data = bytes(data)
        if not self._blocks_end:
            self._held[self._place : self._place + len(data)] = data
            self._place += len(data)
            self._release()
            return len(data) if self.error is None else 0
        shift = 0 if self._place < self._blocks_end else len(self._picture)
        super().seek(self._place + shift)
        written = super().write(data)
        self._place += written
        return written

    def _release(self) -> None:
        """Write the blocks once they are whole."""
        place, last = len(b"fLaC"), 0
        while True:
            if place + _HEAD > len(self._held):
                return
            kind = self._held[place]
            last, place = place, place + _HEAD + int.from_bytes(self._held[place + 1 : place + _HEAD], "big")
            if kind & _LAST:
                break
        if place > len(self._held):
            return
        self._held[last] &= ~_LAST & 0xFF
        super().write(bytes(self._held[:place]) + self._picture + bytes(self._held[place:]))
        self._blocks_end = place

    def read(self, size: int) -> bytes:
        """Nothing is read while writing."""
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place of libsndfile's."""
        end = len(self._held)
        if whence == 2 and self._blocks_end:
            end = super().seek(0, 2) - len(self._picture)
        self._place = offset + (0, self._place, end)[whence]
        return self._place

    def tell(self) -> int:
        """Return libsndfile's place."""
        return self._place
