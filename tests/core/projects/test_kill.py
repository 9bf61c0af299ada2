"""``kill -9`` at random moments: what was promised is there, nothing twice, nothing broken."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.projects.check import check
from core.projects.project import Project
from tests.core.projects.makers import state_of, take_ids, texts

LINES = 40
CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from core.model.realign import realign
from core.projects.project import Project
from tests.core.projects.makers import clip, take

project = Project.open(Path(sys.argv[1]))
assert project.access.value == "write", project.access
print("open", flush=True)
done = {line.id for line in project.state.script.lines if line.takes}
for number, line in enumerate(project.state.script.lines):
    if line.id in done:
        continue
    script = project.state.script
    place = script.index_of(line.id)
    title = f"{int(project.state.title or 0) + 1}"
    project.keep(replace(project.state, title=title, script=realign(script, place, 1, [line.text + "!"])))
    made = take(line.text, line.id, clip=clip(line.id, 0.3), id=f"{line.id:032x}")
    project.add_take(line.id, made)
    print("stored", line.id, title, flush=True)
project.close()
print("end", flush=True)
"""


def run_and_kill(path: Path, after_s: float) -> tuple[list[int], int, bool]:
    """Work on a project in another process and kill it.

    Returns:
        The lines whose takes it said were stored, the title that was kept before the last of them, and
        whether it came to its end.
    """
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        try:
            child.wait(after_s)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
        said = [line.split() for line in child.stdout.read().splitlines()]
    stored = [(int(words[1]), int(words[2])) for words in said if words[0] == "stored" and len(words) == 3]
    return [line for line, _ in stored], max((title for _, title in stored), default=0), ["end"] in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_what_was_said_to_be_stored_is_there_after_each_kill(tmp_path: Path) -> None:
    seed = int(os.environ.get("SOTTOVOCE_TEST_SEED", "0")) or random.randrange(10**6)
    print(f"SOTTOVOCE_TEST_SEED={seed}")
    rng = random.Random(seed)
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("\n".join(f"Line {n}" for n in range(LINES)))).close()
    promised: set[int] = set()
    ended = False
    for _ in range(8):
        stored, title, ended = run_and_kill(path, rng.uniform(0.0, 0.25))
        promised.update(stored)
        assert check(path).problems == ()
        project = Project.open(path)
        state = project.state
        project.close()
        ids = take_ids(state)
        assert all(len(one) <= 1 for one in ids), "nothing is stored twice"
        there = {line.id for line in state.script.lines if line.takes}
        assert promised <= there, "what was said to be stored is there"
        assert int(state.title or 0) >= title, "what was kept before it is there too"
        assert [text.rstrip("!") for text in texts(state)] == [f"Line {n}" for n in range(LINES)]
        if ended:
            break
    while not ended:
        _, _, ended = run_and_kill(path, 60.0)
    opened = Project.open(path)
    assert take_ids(opened.state) == [[f"{n:032x}"] for n in range(LINES)]
    assert all(line.takes[0].clip.samples.any() for line in opened.state.script.lines)
    opened.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.sottovoce"]
