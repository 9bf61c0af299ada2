"""Everything wired together, for the window and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.host.analysis_client import AnalysisClient
from core.host.client import HostOptions, OnEnded
from core.host.idle import IdleWatch
from core.host.pool import HostPool
from core.install.environments import Environment, find_environments
from core.model.events import MemorySample
from core.paths import Paths
from core.services.forecast import Forecaster
from core.services.gpus import choose_gpu
from core.services.hearing import Hearing
from core.services.logs import log_file
from core.services.speeds import SpeedBook
from core.services.synthesize import Synthesizer
from core.services.verdict_book import VerdictBook
from core.services.voices import VoiceService
from core.services.weights import Weights
from core.settings import Settings

COMMAND_LINE = "command line"
STUDIO = "studio"


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
        idle: Lets hosts rest.
        weights: Fetches, checks and removes weights.
        forecaster: Says what an order would meet.
        hearing: Looks at recordings, and makes references of them.
        verdicts: Judges references.
    """

    paths: Paths
    settings: Settings
    hosts: HostPool
    synthesizer: Synthesizer
    voices: VoiceService
    speeds: SpeedBook
    idle: IdleWatch
    weights: Weights
    forecaster: Forecaster
    hearing: Hearing
    verdicts: VerdictBook

    @classmethod
    def create(
        cls,
        paths: Paths,
        settings: Settings,
        options: HostOptions | None = None,
        on_memory: Callable[[MemorySample], None] | None = None,
        *,
        on_host_ended: OnEnded | None = None,
        on_no_host: Callable[[], None] | None = None,
        environments: Sequence[Environment] | None = None,
        program: str = COMMAND_LINE,
    ) -> Services:
        """Wire everything; no process is started.

        Args:
            paths: Where the user's data are.
            settings: Who set what.
            options: How hosts are started; None: as the settings say, with logs in ``paths.logs``.
            on_memory: Takes the hosts' memory as one picture, on threads of theirs.
            on_host_ended: Takes environment and reason when an idle host ends that should not, on a thread
                of its own.
            on_no_host: Called, on any thread, when no host holds anything any more.
            environments: What holds the engines; None: the running one and its siblings.
            program: What others that use the card are told of this program.
        """
        if options is None:
            options = host_options(paths, settings, program)
        found = find_environments() if environments is None else environments
        hosts = HostPool(found, options, on_memory, on_host_ended, on_no_host)
        speeds = SpeedBook.of(paths)
        synthesizer = Synthesizer(hosts, settings, paths, speeds)
        idle = IdleWatch(
            hosts, lambda: float(settings.value("idle_timeout_s")), lambda: synthesizer.low_vram().value
        )
        idle.start()
        weights = Weights(paths, settings)
        forecaster = Forecaster(hosts, settings, paths, speeds, synthesizer)
        analysis = AnalysisClient(options)
        hearing = Hearing(paths, analysis)
        verdicts = VerdictBook(paths, analysis)
        voices = VoiceService(paths, hosts, hearing, verdicts)
        return cls(
            paths=paths,
            settings=settings,
            hosts=hosts,
            synthesizer=synthesizer,
            voices=voices,
            speeds=speeds,
            idle=idle,
            weights=weights,
            forecaster=forecaster,
            hearing=hearing,
            verdicts=verdicts,
        )

    def close(self) -> None:
        """End all hosts. May be called again."""
        self.hosts.close()
        self.hearing.close()
        self.idle.close()


def host_options(paths: Paths, settings: Settings, program: str = COMMAND_LINE) -> HostOptions:
    """Return how hosts are started."""
    return HostOptions(
        simulate_gpu_bytes=settings.value("simulate_gpu_bytes"),
        gpu=choose_gpu(settings),
        cards_folder=paths.cards_dir,
        converted_folder=paths.converted_dir,
        program=program,
        log_file=log_file(paths),
    )
