"""Kill renders at random points, and see what is lost, made twice, or changed.

    python3 packaging/bootstrap.py python benchmarks/render_kills.py [--seeds 20] [--lines 24]

Each seed renders a script by the starter engine: the even ones a project, the odd ones a text with
``--resume``. The process is ended by SIGKILL at random moments, two to five times, and started again. At
the end the project is looked through and the file is compared, byte for byte, with that of a render that
nobody killed. How often a line was begun is counted in the log.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from measure import print_table

from core.model.script import Script
from core.projects.project import Project
from core.projects.state import ProjectSettings, ProjectState

OPTIONS = ("--seed", "7", "--loudness", "podcast", "--format", "flac")
SENTENCES = (
    "The train leaves the station at {} in the morning.",
    "By noon it has crossed {} rivers and a range of hills.",
    "Nobody speaks much; there are {} windows, and a lot to see.",
    "An old man tells a story about a ship with {} sails.",
)


def script_text(lines: int) -> str:
    """Return a text of so many lines with something to speak, no two alike, with blank lines between."""
    spoken = [SENTENCES[number % len(SENTENCES)].format(number + 2) for number in range(lines)]
    return "# Chapter 1\n\n" + "\n".join(f"{line}\n" if n % 7 == 6 else line for n, line in enumerate(spoken))


@dataclass
class Trial:
    """One script and what became of it.

    Attributes:
        folder: Where all of it lies.
        kills: Kills that struck a running process.
        begun: Lines that were begun, over all processes.
        late: The last kill came when the file was there already.
        faults: What is not as it should be.
    """

    folder: Path
    text: str
    from_text: bool
    kills: int = 0
    begun: int = 0
    late: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def input(self) -> Path:
        """The text or the project."""
        return self.folder / ("script.txt" if self.from_text else "script.sottovoce")

    def prepare(self) -> None:
        """Write the input."""
        self.folder.mkdir()
        if self.from_text:
            self.input.write_text(self.text, encoding="utf-8")
            return
        settings = ProjectSettings(engine="starter", seed=7, seed_locked=True)
        Project.create(self.input, ProjectState(Script.from_text(self.text), settings)).close()

    def start(self) -> subprocess.Popen[bytes]:
        """Begin, or carry on."""
        words = [sys.executable, "-m", "core.cli", "render", str(self.input), "-o", str(self.out), *OPTIONS]
        environ = {**os.environ, "SOTTOVOCE_HOME": str(self.folder / "home")}
        more = ["--resume"] if self.from_text else []
        return subprocess.Popen([*words, *more], stderr=subprocess.PIPE, env=environ)

    @property
    def out(self) -> Path:
        """The finished file."""
        return self.folder / "out.flac"

    def run(self, rng: random.Random, usual_s: float) -> None:
        """Render to the end with kills on the way, and look at each step."""
        stored = 0
        for _ in range(rng.randint(2, 5)):
            process = self.start()
            time.sleep(rng.uniform(0.1, 0.9) * usual_s)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if self.out.exists():
                self.late = True
                return
            self.kills += 1
            now = self._takes()
            if sum(now.values()) < stored:
                self.faults.append("a take is gone")
            stored = sum(now.values())
        process = self.start()
        _, err = process.communicate()
        if process.returncode:
            self.faults.append(f"exit code {process.returncode}: {err.decode()[-300:]}")

    def _project(self) -> Path | None:
        if not self.from_text:
            return self.input
        return next(self.folder.glob("home/cache/renders/[!.]*.sottovoce"), None)

    def _takes(self) -> Counter[int]:
        """Return how many takes each line has, as another process reads it."""
        path = self._project()
        if path is None:
            return Counter()
        project = Project.open(path, read_only=True)
        try:
            if project.state.script.text != self.text:
                self.faults.append("the text has changed")
            return Counter({line.id: len(line.takes) for line in project.state.script.lines})
        finally:
            project.close()

    def judge(self, lines: int, wanted: bytes) -> None:
        """See what came of it."""
        logs = "".join(path.read_text() for path in self.folder.glob("home/logs/sottovoce.log*"))
        self.begun = len(re.findall(r"core\.services\.synthesize: speak \d+", logs))
        if self.begun > lines + self.kills:
            self.faults.append(f"{self.begun - lines} lines were begun again by {self.kills} kills")
        if not self.from_text:
            takes = self._takes()
            self.faults += [f"line {line} has {count} takes" for line, count in takes.items() if count > 1]
            if sum(takes.values()) != lines:
                self.faults.append(f"{lines - sum(takes.values())} takes are missing")
        elif self._project() is not None and not self.late:
            self.faults.append("the work project was left behind")
        if not self.out.exists() or self.out.read_bytes() != wanted:
            self.faults.append("the file is not that of a render that nobody killed")


def main() -> None:
    """Kill renders and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--lines", type=int, default=24)
    options = parser.parse_args()
    text = script_text(options.lines - 1)
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory(prefix="sottovoce-kills-") as folder:
        whole = Trial(Path(folder) / "whole", text, from_text=False)
        whole.prepare()
        start_s = time.monotonic()
        whole.start().communicate()
        usual_s = time.monotonic() - start_s
        wanted = whole.out.read_bytes()
        for seed in range(options.seeds):
            trial = Trial(Path(folder) / str(seed), text, from_text=seed % 2 == 1)
            trial.prepare()
            trial.run(random.Random(seed), usual_s)
            trial.judge(options.lines, wanted)
            trials.append(trial)
            print(f"seed {seed}: {trial.kills} kills, {trial.faults or 'good'}", file=sys.stderr, flush=True)
    print(f"A render that nobody kills takes {usual_s:.1f} s here.")
    print_table(
        "Renders with kill -9 at random points",
        ("render of", "renders", "kills", "lines each", "lines begun again", "faults"),
        [
            _row("a project", [one for one in trials if not one.from_text], options.lines),
            _row("a text, --resume", [one for one in trials if one.from_text], options.lines),
        ],
    )
    if any(trial.faults for trial in trials):
        raise SystemExit(1)


def _row(name: str, trials: list[Trial], lines: int) -> list[str]:
    again = sum(trial.begun - lines for trial in trials)
    faults = [fault for trial in trials for fault in trial.faults]
    kills = sum(trial.kills for trial in trials)
    return [name, str(len(trials)), str(kills), str(lines), str(again), "; ".join(faults) or "none"]


if __name__ == "__main__":
    main()
