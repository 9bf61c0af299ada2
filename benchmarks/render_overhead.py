"""What a project, the assembly and the finished file add to bare synthesis, by stage.

    python3 packaging/bootstrap.py python benchmarks/render_overhead.py [--rounds 5] [--lines 60]
    … render_overhead.py --voice kokoro:pf_dora --model FOLDER --lines 8 --rounds 3

Bare synthesis speaks the same lines, one after the other, through the same warm host, and keeps nothing.
A render reads the lines, speaks them, stores each take (FLAC in SQLite, durable before the next) and writes
the finished file. Both take turns; what is compared is the time of one round of each.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from measure import print_table

from core.delivery.deliver import deliver
from core.delivery.wishes import Loudness, Wishes
from core.model.cancel import CancelToken
from core.model.script import Script
from core.paths import Paths
from core.projects.project import Project
from core.projects.state import ProjectState
from core.services.app import Services
from core.services.choices import Choices
from core.services.planners import make_planner
from core.services.render import ProjectRenderer
from core.settings import Settings

ENGLISH = (
    "The train leaves the station at {} in the morning, and nobody on the platform waves.",
    "By noon it has crossed {} rivers and a range of hills, and the passengers have had their sandwiches.",
    "Nobody speaks much; there are {} windows, and there is a lot to see.",
    "In the evening, when the lamps are lit, an old man tells a story about a ship with {} sails.",
)
PORTUGUESE = (
    "O trem parte da estação às {} horas da manhã, e ninguém acena da plataforma.",
    "Ao meio-dia já cruzou {} rios e uma serra, e os passageiros terminaram seus lanches.",
    "Ninguém fala muito; há {} janelas, e muito para ver.",
    "À noite, com as lâmpadas acesas, um velho conta a história de um navio de {} velas.",
)
STAGES = ("plan", "speak", "store", "measure", "assemble", "level", "encode", "check")
KINDS = {
    "WAV": ("out.wav", Loudness.NONE),
    "WAV, podcast": ("out.wav", Loudness.PODCAST),
    "FLAC, podcast": ("out.flac", Loudness.PODCAST),
    "MP3": ("out.mp3", Loudness.NONE),
    "MP3, podcast": ("out.mp3", Loudness.PODCAST),
}


@dataclass
class Costs:
    """What one kind of render took more than bare synthesis, over all rounds, in % of that.

    Attributes:
        over: By the clock.
        processor: By the processors' time, ours and the host's.
        stages: By the clock, for each stage.
    """

    over: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    stages: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Bench:
    """Speaks the same lines bare and as a project."""

    def __init__(self, services: Services, choices: Choices, lines: int, folder: Path) -> None:
        sentences = PORTUGUESE if choices.language.startswith("pt") else ENGLISH
        self.text = "\n".join(sentences[n % len(sentences)].format(n + 2) for n in range(lines))
        self._services = services
        self._choices = choices
        self._folder = folder
        planner = make_planner(services, self.text)
        self._plans = [planner.plan(line, choices) for line in self.text.split("\n")]
        self.audio_s = 0.0
        self.bare_s: list[float] = []

    def bare(self) -> tuple[float, float]:
        """Speak all lines and keep nothing; return the seconds, by the clock and of the processors."""
        start, start_cpu, audio_s = time.perf_counter(), processor_s(), 0.0
        for plan in self._plans:
            rendering = self._services.synthesizer.render(
                plan.orders[0],
                wanted_next=(plan.choices.engine,),
                on_event=lambda _: None,
                cancel=CancelToken(),
            )
            audio_s += rendering.duration_s
        self.audio_s = audio_s
        return time.perf_counter() - start, processor_s() - start_cpu

    def render(self, kind: str) -> tuple[float, float, dict[str, float]]:
        """Render a new project of the lines; return seconds by the clock, of the processors, by stage."""
        name, loudness = KINDS[kind]
        path = self._folder / f"{time.monotonic_ns()}.sottovoce"
        start, start_cpu = time.perf_counter(), processor_s()
        project = Project.create(path, ProjectState(Script.from_text(self.text)))
        planner = make_planner(self._services, self.text)
        renderer = ProjectRenderer(project, planner, self._choices, self._services.synthesizer)
        spoken = renderer.render(CancelToken())
        wishes = Wishes(loudness=loudness, replace=True)
        delivered = deliver(renderer.pieces, wishes, self._folder / name)
        project.close()
        whole_s, cpu_s = time.perf_counter() - start, processor_s() - start_cpu
        path.unlink()
        return whole_s, cpu_s, {**spoken.timings_s, **delivered.timings_s}

    def round(self, costs: dict[str, Costs]) -> None:
        """Do each once, bare before and after."""
        before = self.bare()
        for kind, cost in costs.items():
            whole_s, cpu_s, stages = self.render(kind)
            after = self.bare()
            bare_s, bare_cpu_s = ((first + second) / 2 for first, second in zip(before, after, strict=True))
            self.bare_s += [before[0], after[0]]
            before = after
            cost.over.append(100 * (whole_s - bare_s) / bare_s)
            cost.processor.append(100 * (cpu_s - bare_cpu_s) / bare_cpu_s)
            for stage in STAGES:
                cost.stages[stage].append(100 * stages.get(stage, 0.0) / bare_s)


def processor_s() -> float:
    """Return the processors' time of this process and its hosts so far, in seconds."""
    own = psutil.Process()
    times = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--voice", default="")
    parser.add_argument("--model", default="")
    parser.add_argument("--files", nargs="+", choices=KINDS, default=list(KINDS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sottovoce-overhead-") as name:
        folder = Path(name)
        paths = Paths(folder / "config", folder / "data", folder / "cache", folder / "logs")
        services = Services.create(paths, Settings.load(paths))
        try:
            engine = options.voice.partition(":")[0] or "starter"
            voice = services.voices.find(options.voice) if options.voice else None
            language = voice.language if voice is not None else "en-US"
            choices = Choices(engine, voice, language, seed=1, seed_locked=True, model=options.model)
            bench = Bench(services, choices, options.lines, folder)
            bench.bare()
            costs = {kind: Costs() for kind in options.files}
            for _ in range(options.rounds):
                bench.round(costs)
        finally:
            services.close()
    _print(engine, bench, costs, options)


def _print(engine: str, bench: Bench, costs: dict[str, Costs], options: argparse.Namespace) -> None:
    bare_s = statistics.median(bench.bare_s)
    print(
        f"{engine}: {options.lines} lines, {bench.audio_s:.0f} s of speech; bare synthesis {bare_s:.2f} s "
        f"(RTF {bare_s / bench.audio_s:.3f}). Medians of {options.rounds} rounds, in % of bare synthesis."
    )
    rows = []
    for kind, cost in costs.items():
        stages = [f"{statistics.median(cost.stages[stage]):.1f}" for stage in STAGES]
        rows.append([kind, _spread(cost.over), _spread(cost.processor), *stages])
    heads = ("file", "more than bare, %", "processors' time, %", *STAGES)
    print_table(f"A render over bare synthesis, {engine}", heads, rows)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


if __name__ == "__main__":
    main()
