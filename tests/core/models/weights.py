"""A small model on a real server of this machine."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.model.cancel import CancelToken
from core.models.download import Downloader
from core.models.fetch import Patience
from core.models.ledger import Ledger
from core.models.manifest import Manifest, parse
from core.models.progress import Progress
from core.models.sources import Sources
from core.models.transport import Web
from tests.file_server import FileServer

QUICK = Patience(attempts=3, pause_s=0.0)

BIG = random.Random(1).randbytes(700_001)
SMALL = b'{"small": true}'


def sha256(data: bytes) -> str:
    """Return a hash in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest_text(url: str, *, big: str = "", small: str = "unknown", more: str = "") -> str:
    """Return the text of a manifest of two files, the first of which has the hash ``big``."""
    return f"""
id = "tiny-v1"
engine = "tiny"
folder = "v1"
name = "Tiny"
languages = ["en"]
memory_bytes = 1_000
{more}
[licence]
spdx = "MIT"
summary = "free for any use, commercial too"
url = "https://opensource.org/license/mit"

[[files]]
path = "deep/big.bin"
size_bytes = {len(BIG)}
sha256 = "{big or sha256(BIG)}"
sources = ["{url}/big.bin"]

[[files]]
path = "small.json"
size_bytes = {len(SMALL)}
sha256 = "{small}"
sources = ["{url}/small.json"]
"""


@dataclass
class Tiny:
    """Fetches the model from a server into a folder.

    Attributes:
        models_dir: Where it goes.
        server: Where it comes from.
        told: What was told of the way.
    """

    models_dir: Path
    server: FileServer
    told: list[Progress] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)
    stall_s: float = 30.0
    proxy: str = "none"
    patience: Patience = QUICK
    cancel: CancelToken = field(default_factory=CancelToken)
    manifest: Manifest = field(init=False)
    on_progress: Callable[[Progress], None] | None = None

    def __post_init__(self) -> None:
        self.server.files |= {"big.bin": BIG, "small.json": SMALL}
        self.manifest = parse("tiny.toml", manifest_text(self.server.url).encode())

    @property
    def place(self) -> Path:
        """The model's folder."""
        return self.models_dir / "tiny" / "v1"

    @property
    def staging(self) -> Path:
        """Where it is while it comes."""
        return self.models_dir / "tiny" / ".v1.part"

    @property
    def ledger(self) -> Ledger:
        """What is remembered."""
        return Ledger(self.models_dir)

    def accept(self) -> None:
        """Accept the licence."""
        self.ledger.accept(self.manifest.id, self.manifest.licence.spdx, self.manifest.licence.url)

    def get(self) -> Path:
        """Fetch it, with the licence accepted."""
        self.accept()
        web = Web(self.proxy, self.stall_s)
        return Downloader(self.models_dir, self.sources, web, self.cancel, self._tell, self.patience).get(
            self.manifest
        )

    def _tell(self, progress: Progress) -> None:
        self.told.append(progress)
        if self.on_progress is not None:
            self.on_progress(progress)

    def assert_whole(self) -> None:
        """Hold that every byte is there, and nothing else."""
        files = {path.relative_to(self.place).as_posix() for path in self.place.rglob("*") if path.is_file()}
        assert files == {"deep/big.bin", "small.json"}
        assert (self.place / "deep/big.bin").read_bytes() == BIG
        assert (self.place / "small.json").read_bytes() == SMALL
        assert not self.staging.exists()
