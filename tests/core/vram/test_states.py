"""The table of states: whole, drawn in the docs as it is, and held to by the manager."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from core.vram.manager import Need
from core.vram.states import (
    HELD,
    LEGAL,
    MEANING,
    IllegalTransition,
    LeaseInsideLease,
    NotTheOwner,
    State,
    check_transition,
    drawn,
)
from tests.core.vram.fake_torch import GB, Cuda, fake_torch
from tests.core.vram.helpers import LOW, NORMAL, Shelf, describe

DOCS = Path(__file__).parents[3] / "docs" / "vram.md"


def test_the_table_has_every_state_and_every_state_can_be_reached():
    assert set(LEGAL) == set(MEANING) == set(State)
    reached = {State.ABSENT}
    for _ in State:
        reached |= {to for state in reached for to in LEGAL[state]}
    assert reached == set(State)


def test_nothing_leaves_a_poisoned_process_and_anything_may_be_poisoned():
    assert LEGAL[State.POISONED] == frozenset()
    assert all(State.POISONED in LEGAL[state] for state in State if state is not State.POISONED)


def test_what_is_lent_is_never_released_under_the_job():
    assert LEGAL[State.BUSY] & {State.RELEASING, State.ON_DISK, State.PARKED} == set()


def test_the_docs_draw_this_table():
    assert drawn() in DOCS.read_text(encoding="utf-8"), f"put this into {DOCS.name}:\n{drawn()}"


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("to", State)
def test_a_transition_is_legal_or_refused(now, to):
    if to in LEGAL[now]:
        check_transition("a", now, to)
        return
    with pytest.raises(IllegalTransition, match=f"a: {now} -> {to}"):
        check_transition("a", now, to)


def test_only_states_that_hold_memory_are_held():
    shelf = Shelf(None, describe("a"))
    seen = []
    with shelf.manager.lease("a", Need(low_vram=LOW)):
        seen.append(shelf.states()["a"])
    assert set(seen) <= HELD
    assert set(shelf.states().values()) & HELD == set()


# --- misuse -------------------------------------------------------------------------------------


def test_a_lease_inside_a_lease_is_refused_and_the_outer_one_goes_on():
    shelf = Shelf(None, describe("a"), describe("b"))
    with shelf.manager.lease("a", Need(low_vram=NORMAL)):
        for engine in ("a", "b"):
            with pytest.raises(LeaseInsideLease, match=f"a lease of {engine} while a is lent"):
                shelf.speak(engine)
        assert shelf.states() == {"a": "busy", "b": "absent"}
    shelf.speak("b")
    assert shelf.diary == ["+a", "+b"]


@pytest.mark.parametrize("wish", ["release", "settle_releases", "poison"])
def test_what_is_lent_is_not_taken_away(wish):
    shelf = Shelf(None, describe("a"))
    with shelf.manager.lease("a", Need(low_vram=NORMAL)):
        with pytest.raises(LeaseInsideLease, match=f"{'settle_releases' if wish == 'release' else wish} wh"):
            getattr(shelf.manager, wish)()
        assert shelf.states() == {"a": "busy"}
    assert shelf.diary == ["+a"]


def test_after_a_lease_that_failed_another_is_granted():
    shelf = Shelf(None, describe("a"))
    with pytest.raises(ZeroDivisionError), shelf.manager.lease("a", Need(low_vram=NORMAL)):
        raise ZeroDivisionError
    shelf.speak("a")
    assert shelf.states() == {"a": "resident"}


def test_another_thread_makes_no_transition_but_reads_the_figures():
    shelf = Shelf(None, describe("a"))
    shelf.speak("a")
    outcome: list[object] = []

    def elsewhere() -> None:
        outcome.append(shelf.manager.sample().engines[0].state)
        for wish in (lambda: shelf.speak("a"), shelf.manager.release, shelf.manager.settle_releases):
            try:
                wish()
            except NotTheOwner as error:
                outcome.append(error)

    thread = threading.Thread(target=elsewhere, name="elsewhere")
    thread.start()
    thread.join()
    assert outcome[0] == "resident"
    assert [type(error) for error in outcome[1:]] == [NotTheOwner] * 3
    assert shelf.states() == {"a": "resident"}
    assert shelf.diary == ["+a"]


def test_a_poisoned_process_lends_and_releases_nothing_more():
    shelf = Shelf(None, describe("a"), describe("b"))
    shelf.speak("a")
    with pytest.raises(ZeroDivisionError), shelf.manager.lease("b", Need(low_vram=LOW)):
        raise ZeroDivisionError
    shelf.manager.poison()
    assert shelf.manager.poisoned
    assert not shelf.manager.releases_due
    assert shelf.states() == {"a": "poisoned", "b": "poisoned"}
    with pytest.raises(IllegalTransition):
        shelf.speak("a")
    with pytest.raises(IllegalTransition):
        shelf.manager.poison()
    assert shelf.diary == ["+a", "-a", "+b"]


# --- what goes wrong while an engine is let go ------------------------------------------------------


class FailingCuda(Cuda):
    """A driver that fails while the cache is given back."""

    def __init__(self, words: str) -> None:
        super().__init__(4 * GB)
        self.words = words

    def empty_cache(self) -> None:
        raise RuntimeError(self.words)


def test_lack_of_memory_while_cleaning_up_hurts_no_job_that_is_done(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "torch", fake_torch(FailingCuda("CUDA error: out of memory")))
    shelf = Shelf(None, describe("a"))
    shelf.speak("a", LOW)
    assert shelf.states() == {"a": "on_disk"}
    assert "what a left cannot be cleaned up" in caplog.text


def test_a_device_that_fails_while_cleaning_up_is_told(monkeypatch):
    words = "CUDA error: device-side assert triggered"
    monkeypatch.setitem(sys.modules, "torch", fake_torch(FailingCuda(words)))
    shelf = Shelf(None, describe("a"))
    with pytest.raises(RuntimeError, match=words):
        shelf.speak("a", LOW)
    assert shelf.states() == {"a": "on_disk"}
    shelf.manager.poison()
    assert shelf.states() == {"a": "poisoned"}
