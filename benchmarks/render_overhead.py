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
    """What one kind of render took, over all rounds: in seconds, whole and by stage."""

    over: list[float] = field(default_factory=list)
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

    def bare(self) -> float:
        """Speak all lines and keep nothing; return the seconds."""
        start, audio_s = time.perf_counter(), 0.0
        for plan in self._plans:
            rendering = self._services.synthesizer.render(
                plan.orders[0],
                wanted_next=(plan.choices.engine,),
                on_event=lambda _: None,
                cancel=CancelToken(),
            )
            audio_s += rendering.duration_s
        self.audio_s = audio_s
        return time.perf_counter() - start

    def render(self, kind: str) -> tuple[float, dict[str, float]]:
        """Render a new project of the lines; return the seconds, whole and by stage."""
        name, loudness = KINDS[kind]
        path = self._folder / f"{time.monotonic_ns()}.sottovoce"
        start = time.perf_counter()
        project = Project.create(path, ProjectState(Script.from_text(self.text)))
        planner = make_planner(self._services, self.text)
        renderer = ProjectRenderer(project, planner, self._choices, self._services.synthesizer)
        spoken = renderer.render(CancelToken())
        wishes = Wishes(loudness=loudness, replace=True)
        delivered = deliver(renderer.pieces, wishes, self._folder / name)
        project.close()
        whole_s = time.perf_counter() - start
        path.unlink()
        return whole_s, {**spoken.timings_s, **delivered.timings_s}

    def round(self, costs: dict[str, Costs]) -> None:
        """Do each once, bare before and after."""
        before = self.bare()
        for kind, cost in costs.items():
            whole_s, stages = self.render(kind)
            after = self.bare()
            bare_s = (before + after) / 2
            self.bare_s += [before, after]
            before = after
            cost.over.append(100 * (whole_s - bare_s) / bare_s)
            for stage in STAGES:
                cost.stages[stage].append(100 * stages.get(stage, 0.0) / bare_s)
            cost.stages["rest"].append(100 * (whole_s - sum(stages.values())) / bare_s)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--voice", default="")
    parser.add_argument("--model", default="")
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
            costs = {kind: Costs() for kind in KINDS}
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
        stages = [f"{statistics.median(cost.stages[stage]):.1f}" for stage in (*STAGES, "rest")]
        low, high = min(cost.over), max(cost.over)
        rows.append([kind, f"{statistics.median(cost.over):.0f} ({low:.0f} to {high:.0f})", *stages])
    print_table(f"A render over bare synthesis, {engine}", ("file", "more than bare", *STAGES, "rest"), rows)


if __name__ == "__main__":
    main()
