import threading
import tracemalloc

import numpy as np

from core.audio.tape import Tape


def block(frames: int, channels: int = 2) -> np.ndarray:
    return np.full((frames, channels), 9.0, np.float32)


def ramp(count: int, start: int = 0) -> np.ndarray:
    return np.arange(start, start + count, dtype=np.float32)


def test_every_channel_hears_what_was_appended():
    tape = Tape()
    tape.append(ramp(10))
    heard = block(10)
    assert tape.read_into(heard)
    assert (heard == ramp(10)[:, np.newaxis]).all()


def test_what_is_not_there_yet_is_silence_and_not_the_end():
    tape = Tape()
    tape.append(ramp(3, 1))
    heard = block(5)
    assert tape.read_into(heard)
    assert heard[:, 0].tolist() == [1, 2, 3, 0, 0]
    assert tape.position == 3
    assert not tape.at_end
    tape.append(ramp(2, 4))
    tape.complete = True
    assert not tape.read_into(heard)
    assert heard[:, 0].tolist() == [4, 5, 0, 0, 0]
    assert tape.at_end


def test_seeking_stays_within_what_is_there():
    tape = Tape()
    tape.append(ramp(10))
    for wanted, got in ((-5, 0), (4, 4), (99, 10)):
        tape.seek(wanted)
        assert tape.position == got


def test_the_first_block_has_the_level_at_once():
    tape = Tape()
    tape.append(np.ones(8, np.float32))
    tape.level = 0.0
    heard = block(8, 1)
    tape.read_into(heard)
    assert not heard.any()


def test_a_new_level_is_faded_in_over_one_block():
    tape = Tape()
    tape.append(np.ones(300, np.float32))
    heard = block(100)
    tape.read_into(heard)
    tape.level = 0.5
    tape.read_into(heard)
    assert heard[0, 0] == 1.0
    assert heard[-1, 0] == 0.5
    assert np.abs(np.diff(heard[:, 0])).max() < 0.01, "a jump would click"
    tape.read_into(heard)
    assert (heard == 0.5).all()
    tape.level = 7.0
    assert tape.level == 1.0


def test_one_writes_while_another_reads():
    tape = Tape()
    heard: list[np.ndarray] = []

    def read() -> None:
        going = True
        while going:
            part, before = block(64, 1), tape.position
            going = tape.read_into(part)
            heard.append(part[: tape.position - before, 0].copy())

    reader = threading.Thread(target=read)
    reader.start()
    for start in range(0, 300_000, 1000):
        tape.append(ramp(1000, start))
    tape.complete = True
    reader.join(20)
    assert (np.concatenate(heard) == ramp(300_000)).all()


def test_what_is_forgotten_takes_no_memory_however_much_follows():
    tape = Tape()
    part = block(10_000, 1)
    tracemalloc.start()
    try:
        for start in range(0, 5_000_000, 10_000):
            tape.append(ramp(10_000, start))
            assert tape.read_into(part)
            assert (part[:, 0] == ramp(10_000, start)).all()
            tape.forget(tape.position)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert tape.length == tape.position == 5_000_000
    assert peak_bytes < 2_000_000


def test_what_was_not_read_is_not_forgotten():
    tape = Tape()
    tape.append(ramp(10))
    part = block(4, 1)
    tape.read_into(part)
    tape.forget(8)
    tape.append(ramp(100_000, 10))
    tape.read_into(part)
    assert part[:, 0].tolist() == [4, 5, 6, 7]


def test_seeking_reaches_back_to_what_is_kept():
    tape = Tape()
    tape.append(ramp(100))
    tape.read_into(block(60, 1))
    tape.forget(20)
    tape.append(ramp(100_000, 100))
    tape.seek(0)
    assert tape.position == 20
    part = block(3, 1)
    tape.read_into(part)
    assert part[:, 0].tolist() == [20, 21, 22]


def test_one_writes_and_forgets_while_another_reads():
    tape = Tape()
    heard: list[np.ndarray] = []

    def read() -> None:
        going = True
        while going:
            part, before = block(64, 1), tape.position
            going = tape.read_into(part)
            heard.append(part[: tape.position - before, 0].copy())

    reader = threading.Thread(target=read)
    reader.start()
    for start in range(0, 300_000, 1000):
        tape.append(ramp(1000, start))
        tape.forget(tape.position)
    tape.complete = True
    reader.join(20)
    assert (np.concatenate(heard) == ramp(300_000)).all()
