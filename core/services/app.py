"""Everything wired together, for the window and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment, find_environments
from core.model.events import MemorySample
from core.paths import Paths
from core.services.logs import log_file
from core.services.speeds import SpeedBook
from core.services.synthesize import Synthesizer
from core.services.voices import VoiceService
from core.settings import Settings


@dataclass(frozen=True)
class Services:
    """The use cases, and what they stand on.

    Attributes:
        paths: Where the user's data are.
        settings: Who set what.
        hosts: All engines' hosts; none is started yet.
        synthesizer: Speaks.
        voices: Finds voices.
        speeds: How fast each engine was last.
    """

    paths: Paths
    settings: Settings
    hosts: HostPool
    synthesizer: Synthesizer
    voices: VoiceService
    speeds: SpeedBook

    @classmethod
    def create(
        cls,
        paths: Paths,
        settings: Settings,
        options: HostOptions | None = None,
        on_memory: Callable[[MemorySample], None] | None = None,
        environments: Sequence[Environment] | None = None,
    ) -> Services:
        """Wire everything; no process is started.

        Args:
            paths: Where the user's data are.
            settings: Who set what.
            options: How hosts are started; None: as the settings say, with logs in ``paths.logs``.
            on_memory: Takes the hosts' memory samples, on threads of theirs.
            environments: Where engines are, the running one first; None: those that are found.
        """
        if options is None:
            options = host_options(paths, settings)
        found = find_environments() if environments is None else environments
        hosts = HostPool(found, options, on_memory)
        speeds = SpeedBook.of(paths)
        synthesizer = Synthesizer(hosts, settings, paths, speeds)
        return cls(paths, settings, hosts, synthesizer, VoiceService(paths, hosts), speeds)

    def close(self) -> None:
        """End all hosts. May be called again."""
        self.hosts.close()


def host_options(paths: Paths, settings: Settings) -> HostOptions:
    """Return how hosts are started."""
    return HostOptions(
        simulate_gpu_bytes=settings.value("simulate_gpu_bytes"),
        log_file=log_file(paths),
    )
