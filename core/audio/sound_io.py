"""A file as libsndfile writes to it, through Python, so that what the system refuses is known."""

from __future__ import annotations

from typing import BinaryIO


class SoundIo:
    """A file for libsndfile to write to, which keeps what the system says when it refuses.

    Attributes:
        error: What the system said first; nothing is written after it.
    """

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        """Keep the file.

        Args:
            file: Where to.
            offset: Where in it libsndfile's part begins: what stands before it is not its business.
        """
        self._file = file
        self._offset = offset
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write where the file stands; after an error nothing, which libsndfile takes for one."""
        if self.error is None:
            try:
                return self._file.write(bytes(data))
            except OSError as error:
                self.error = error
        return 0

    def read(self, size: int) -> bytes:
        """Read where the file stands."""
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, from the start (0), from here (1) or from the end (2)."""
        try:
            return self._file.seek(offset + (0 if whence else self._offset), whence) - self._offset
        except OSError as error:  # buffered bytes are written first, and may be refused
            self.error = self.error or error
            return -1

    def tell(self) -> int:
        """Return where the file stands."""
        return self._file.tell() - self._offset
