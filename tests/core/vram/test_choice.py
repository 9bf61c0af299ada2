"""CUDA where it truly works, else MPS, else the CPU, and why."""

from __future__ import annotations

import pytest

from core.errors import DeviceMissing
from core.vram.choice import Choice, Finding, choose, has_kernels

CU130 = ("sm_75", "sm_80", "sm_90", "sm_120", "compute_120")
CU126 = ("sm_50", "sm_60", "sm_70", "sm_90")
ALL = ("cuda", "mps", "cpu")

WORKS = Finding(name="RTX 3060", capability=(8, 6), architectures=CU130)
OLD_CARD = Finding(name="GTX 1050 Ti", capability=(6, 1), architectures=CU130)
OLD_CARD_OLD_BUILD = Finding(name="GTX 1050 Ti", capability=(6, 1), architectures=CU126)
CPU_BUILD = Finding(name="RTX 3060", architectures=())
BROKEN = Finding(name="RTX 3060", capability=(8, 6), architectures=CU130, failure="CUDA error: unknown")
APPLE = Finding(name="Apple GPU")
ABSENT = Finding(present=False)


def look_at(**found: Finding):
    return lambda device: found.get(device.partition(":")[0], ABSENT)


@pytest.mark.parametrize(
    ("capability", "architectures", "runs"),
    [
        ((6, 1), ["sm_50", "sm_60", "sm_70"], True),  # a GTX 1050 Ti: sm_60 code runs on it
        ((6, 1), ["sm_75", "sm_80", "sm_90", "compute_90"], False),
        ((6, 0), ["sm_61"], False),
        ((7, 5), ["sm_75"], True),
        ((8, 6), ["sm_80"], True),
        ((8, 9), ["sm_86"], True),
        ((12, 0), ["sm_90", "compute_90"], True),
        ((12, 0), ["sm_90"], False),
        ((9, 0), ["sm_90a"], True),
        ((9, 0), ["rubbish", "sm_", ""], False),
        ((9, 0), [], False),
    ],
)
def test_kernels_run_on_later_minors_of_their_major(capability, architectures, runs):
    assert has_kernels(capability, architectures) is runs


@pytest.mark.parametrize(
    ("found", "chosen"),
    [
        ({"cuda": WORKS}, Choice("cuda")),
        ({"cuda": OLD_CARD_OLD_BUILD}, Choice("cuda")),
        ({"cuda": WORKS, "mps": APPLE}, Choice("cuda")),
        ({"mps": APPLE}, Choice("mps")),
        ({}, Choice("cpu", "absent")),
        ({"cuda": OLD_CARD}, Choice("cpu", "no_kernels", "GTX 1050 Ti (6.1)")),
        ({"cuda": CPU_BUILD}, Choice("cpu", "no_kernels", "RTX 3060")),
        ({"cuda": BROKEN}, Choice("cpu", "failed", "RTX 3060: CUDA error: unknown")),
        ({"cuda": BROKEN, "mps": APPLE}, Choice("mps")),
    ],
)
def test_auto_takes_the_best_that_works_and_says_why_it_is_no_better(found, chosen):
    assert choose("a", ALL, "auto", look_at(**found)) == chosen


def test_auto_looks_only_at_what_the_engine_can_use():
    def refuse(device: str) -> Finding:
        raise AssertionError(f"{device} was tried")

    assert choose("a", ("cpu",), "auto", refuse) == Choice("cpu", "unused")
    assert choose("a", ALL, "CPU", refuse) == Choice("cpu")


@pytest.mark.parametrize(
    ("wanted", "found", "reason", "detail"),
    [
        ("cuda", {"cuda": OLD_CARD}, "no_kernels", "GTX 1050 Ti (6.1)"),
        ("cuda:1", {"cuda": BROKEN}, "failed", "RTX 3060: CUDA error: unknown"),
        ("cuda", {}, "absent", ""),
        ("mps", {"cuda": WORKS}, "absent", ""),
        ("gpu", {"cuda": WORKS}, "absent", ""),
        ("cpu:1", {"cuda": WORKS}, "absent", ""),
    ],
)
def test_an_explicit_device_that_does_not_work_is_refused_with_the_reason(wanted, found, reason, detail):
    with pytest.raises(DeviceMissing) as caught:
        choose("a", ALL, wanted, look_at(**found))
    assert caught.value.fields() == {"engine": "a", "device": wanted, "reason": reason, "detail": detail}


def test_a_device_that_the_engine_cannot_use_is_refused_without_a_look():
    with pytest.raises(DeviceMissing) as caught:
        choose("a", ("cuda", "cpu"), "mps", look_at(mps=APPLE))
    assert caught.value.reason == "unused"


def test_an_engine_without_a_cpu_path_is_refused_with_the_reason_of_its_card():
    with pytest.raises(DeviceMissing) as caught:
        choose("a", ("cuda",), "auto", look_at(cuda=OLD_CARD))
    assert caught.value.reason == "no_kernels"
