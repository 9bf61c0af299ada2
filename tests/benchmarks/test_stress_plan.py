"""What `benchmarks/vram_stress.py` plans, and what its ledger says of it."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.stress_ledger import Ledger
from benchmarks.stress_plan import (
    CANCELS,
    HOSTS,
    KILLS,
    LIGHT_FAULTS,
    MANAGER,
    MANAGER_FAULTS,
    NEIGHBOUR,
    NEIGHBOUR_FAULTS,
    PACKAGE_FAULTS,
    PACKAGES,
    StressJob,
    plan,
)

SMALL = ["small", "large"]


@pytest.mark.parametrize("jobs", [*range(1, 40), 99, 100, 101, 299, 300, 1000])
@pytest.mark.parametrize("light", [[], ["starter"]])
def test_every_plan_has_a_tenth_of_the_packages_code_and_a_hundredth_of_kills(jobs: int, light: list[str]):
    for seed in range(5):
        planned = plan(jobs, seed, light, SMALL)
        assert planned == plan(jobs, seed, light, SMALL)
        assert [job.number for job in planned] == list(range(jobs))
        real = [job for job in planned if job.engine in PACKAGES and not job.fault.startswith("cancelled")]
        assert len(real) * 10 >= jobs
        kills = [job for job in real if job.fault in KILLS]
        assert len(kills) * 100 >= jobs
        assert {job.lane for job in real} == {HOSTS}


def test_three_hundred_jobs_meet_every_fault_of_every_lane():
    planned = plan(300, 7, ["starter"], SMALL)
    planted = {
        lane: {job.fault for job in planned if job.lane == lane} for lane in (HOSTS, NEIGHBOUR, MANAGER)
    }
    assert planted[HOSTS] >= {*LIGHT_FAULTS, *PACKAGE_FAULTS, *CANCELS, *KILLS}
    assert planted[NEIGHBOUR] >= set(NEIGHBOUR_FAULTS)
    assert planted[MANAGER] >= set(MANAGER_FAULTS)
    assert {job.saves for job in planned} == {False, True}


def job(number: int, fault: str = "") -> StressJob:
    return StressJob(number, HOSTS, "f5", saves=True, fault=fault, seed=0)


def test_the_ledger_finds_what_is_lost_and_what_is_doubled():
    ledger = Ledger()
    jobs = [job(number) for number in range(4)]
    ledger.end(jobs[0], "done")
    ledger.end(jobs[1], "done")
    ledger.end(jobs[1], "done")
    ledger.end(jobs[2], "cancelled")
    ledger.excess(jobs[2], "an event after the end")
    assert ledger.lost(jobs) == 1
    assert ledger.doubled() == 2
    assert [ledger.is_done(one) for one in jobs] == [True, True, False, False]
    assert ledger.counts() == Counter(done=3, cancelled=1)


def test_another_programs_ledger_is_taken_in_whole():
    ours, theirs = Ledger(), Ledger()
    for ledger in (ours, theirs):
        ledger.inject("raises at load")
    ours.end(job(0), "done")
    theirs.end(job(1, "raises at load"), "done")
    theirs.end(job(0), "done")
    theirs.excess(job(2), "twice")
    ours.take(theirs.as_json())
    assert ours.doubled() == 2
    assert ours.lost([job(0), job(1), job(2)]) == 1
    assert ours.injected["raises at load"] == 2
    assert ours.survived["raises at load"] == 1
    assert ours.wrong == ["job 2 (f5, no fault): twice"]


@pytest.mark.parametrize("text", ["", "ledger", "{}", "[]"])
def test_what_is_no_ledger_is_refused(text: str):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Ledger().take(text)
