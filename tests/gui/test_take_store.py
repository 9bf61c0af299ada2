"""Hours of audio fit, as it lies on disk; and all of it comes back that the script still needs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from core.audio.peaks import peaks
from core.model.audio import AudioClip
from core.model.script import Recipe, Script, Take
from gui import take_journal, take_store
from gui.take_store import TakeStore


def take(text: str, seconds: float = 1.0, seed: int = 0) -> Take:
    rng = np.random.default_rng(seed)
    clip = AudioClip(rng.uniform(-1, 1, round(24_000 * seconds)).astype(np.float32), 24_000)
    recipe = Recipe(text, "starter:heart", "starter", "en-US", 1.25, seed, (("steps", 16.0),))
    return Take(recipe, clip, peaks(clip.samples, 400), 0.02, "cpu", 1_700_000_000.5)


def same(before: Take, after: Take) -> bool:
    return (
        np.array_equal(before.clip.samples, after.clip.samples)
        and np.array_equal(before.peaks, after.peaks)
        and (before.recipe, before.clip.sample_rate_hz, before.synthesis_s, before.device, before.made_at_s)
        == (after.recipe, after.clip.sample_rate_hz, after.synthesis_s, after.device, after.made_at_s)
    )


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


@pytest.fixture
def run() -> Iterator[Callable[[Path], TakeStore]]:
    """Make the store of one run of the program after another."""
    made: list[TakeStore] = []

    def make(folder: Path) -> TakeStore:
        made.append(TakeStore(folder))
        return made[-1]

    yield make
    for store in made:
        store.close()


def test_audio_comes_back_as_it_was(run, tmp_path, monkeypatch):
    monkeypatch.setattr(take_store, "SEGMENT_BYTES", 400_000)
    store = run(tmp_path)
    takes = [take("Hello.", seconds, seed) for seed, seconds in enumerate((1.0, 2.0, 3.0, 0.1, 9.0, 1.0))]
    for before, after in zip(takes, [store.keep(one, 0) for one in takes], strict=True):
        assert same(before, after)
        assert not after.clip.samples.flags.owndata
        with pytest.raises(ValueError, match="read-only"):
            after.clip.samples[0] = 0


def test_without_a_folder_it_stays_in_memory(run, tmp_path):
    (tmp_path / "file").touch()
    one = take("Hello.")
    store = run(tmp_path / "file")
    assert store.keep(one, 0) is one
    assert store.keep(one, 0) is one
    assert run(tmp_path / "missing").restore(Script.from_text("Hello.")).by_line == {}


def test_nothing_to_keep(run, tmp_path):
    empty = Take(Recipe("x"), AudioClip(np.zeros(0, np.float32), 24_000))
    assert run(tmp_path).keep(empty, 0) is empty
    assert list(tmp_path.iterdir()) == []


def test_takes_come_back_to_the_lines_of_the_same_words(run, tmp_path):
    store = run(tmp_path)
    first, again, other, gone, sample = (
        take(t, seed=n) for n, t in enumerate(("A.", "A.", "B.", "C.", "S."))
    )
    for line, one in enumerate((first, other, gone)):
        store.keep(one, line)
    store.keep(again, 0)
    store.keep(sample)
    for _ in range(3):
        found = run(tmp_path).restore(Script.from_text("New.\nB.\nA.\n"))
        assert {line: len(takes) for line, takes in found.by_line.items()} == {1: 1, 2: 2}
        assert same(found.by_line[1][0], other)
        assert same(found.by_line[2][0], first)
        assert same(found.by_line[2][1], again)
        assert [one.recipe.text for one in found.others] == ["C."]
        assert found.lost == 0


def test_lines_of_the_same_words_keep_their_own(run, tmp_path):
    store = run(tmp_path)
    mine = [take("Yes.", seed=seed) for seed in range(3)]
    for line, one in zip((4, 0, 7), mine, strict=True):
        store.keep(one, line)
    found = run(tmp_path).restore(Script.from_text("Yes.\nNo.\nYes.\n\nYes."))
    assert [same(found.by_line[line][0], mine[n]) for line, n in ((0, 1), (2, 0), (4, 2))] == [True] * 3


def test_what_is_not_needed_leaves_the_disk(run, tmp_path, monkeypatch):
    monkeypatch.setattr(take_journal, "SHELF_LIMIT_S", 0.0)
    monkeypatch.setattr(take_store, "SEGMENT_BYTES", 4_000_000)
    store = run(tmp_path)
    kept = take("Kept.")
    for n in range(100):
        store.keep(take(f"Gone {n}."), n)
    store.keep(kept, 100)
    found = run(tmp_path).restore(Script.from_text("Kept."))
    assert same(found.by_line[0][0], kept)
    assert found.others == ()
    assert size(tmp_path) < 110_000
    assert len(list(tmp_path.iterdir())) == 2


def test_beyond_the_limit_the_latest_take_of_each_line_stays(run, tmp_path, monkeypatch):
    monkeypatch.setattr(take_journal, "LIMIT_BYTES", 350_000)
    store = run(tmp_path)
    for seed in range(5):
        for line, text in enumerate(("A.", "B.")):
            store.keep(take(text, seed=seed), line)
    found = run(tmp_path).restore(Script.from_text("A.\nB."))
    assert {line: [one.recipe.seed for one in takes] for line, takes in found.by_line.items()} == {
        0: [4],
        1: [3, 4],
    }


def test_beyond_the_limit_new_takes_lie_in_files_that_do_not_stay(run, tmp_path, monkeypatch):
    monkeypatch.setattr(take_store, "LIMIT_BYTES", 250_000)
    monkeypatch.setattr(take_store, "SEGMENT_BYTES", 100_000)
    store = run(tmp_path)
    takes = [store.keep(take(f"{n}.", seed=n), n) for n in range(5)]
    assert all(same(one, take(f"{n}.", seed=n)) for n, one in enumerate(takes))
    assert size(tmp_path) < 260_000
    assert run(tmp_path).restore(Script.from_text("0.\n1.\n2.\n3.\n4.")).by_line.keys() == {0, 1}


@pytest.mark.parametrize(
    "broken", ["journal cut", "journal nonsense", "sample", "segment short", "segment gone"]
)
def test_what_is_broken_is_left_out_and_counted(run, tmp_path, broken):
    store = run(tmp_path)
    good, bad = take("Good."), take("Bad.")
    store.keep(good, 0)
    store.keep(take("Elsewhere.", 400.0), 2)  # a segment of its own
    store.keep(bad, 1)
    journal, segments = next(tmp_path.glob("*.jsonl")), sorted(tmp_path.glob("*.f32"))
    entry = json.loads(journal.read_text().splitlines()[-1])
    segment = tmp_path / entry["segment"]
    lines = journal.read_bytes().splitlines(keepends=True)
    match broken:
        case "journal cut":
            journal.write_bytes(b"".join(lines)[:-20])
        case "journal nonsense":
            journal.write_bytes(lines[0] + b'{"line": "x"}\n\xff\n' + lines[1])
        case "sample":
            with segment.open("r+b") as file:
                file.seek(entry["start"] * 4 + 1000)
                file.write(b"????")
        case "segment short":
            os.truncate(segment, entry["start"] * 4 + 1000)
        case "segment gone":
            segment.unlink()
    assert len(segments) >= 2
    found = run(tmp_path).restore(Script.from_text("Good.\nBad."))
    assert 1 not in found.by_line
    assert same(found.by_line[0][0], good) or broken == "segment gone"
    assert found.lost == {"journal cut": 0, "journal nonsense": 2}.get(broken, 1)
    assert run(tmp_path).restore(Script.from_text("Good.\nBad.")).lost == 0, "told once"


def test_what_cannot_be_read_today_is_not_deleted(run, tmp_path):
    run(tmp_path).keep(take("A."), 0)
    journal = next(tmp_path.glob("*.jsonl"))
    journal.rename(tmp_path / "away")
    journal.mkdir()
    assert run(tmp_path).restore(Script.from_text("A.")).lost == 1
    journal.rmdir()
    (tmp_path / "away").rename(journal)
    assert run(tmp_path).restore(Script.from_text("A.")).by_line.keys() == {0}
