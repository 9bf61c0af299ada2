"""What gpu_check.py makes of its stages."""

import pytest

from benchmarks.gpu_report import (
    FAILED,
    FAILED_EXIT,
    INCOMPLETE_EXIT,
    OK,
    PASS_EXIT,
    SKIPPED,
    WORKSPACE_BYTES,
    Failed,
    Result,
    Skipped,
    against,
    kernel_for,
    leak_words,
    run_stage,
    table,
    verdict,
)

MIB = 1024 * 1024

CU130 = ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120", "compute_120"]
CU126 = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"]


def results(*outcomes: str) -> list[Result]:
    return [Result(f"stage {number}", outcome, "") for number, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("outcomes", "code", "word"),
    [
        ((OK, OK), PASS_EXIT, "pass"),
        ((OK, SKIPPED), INCOMPLETE_EXIT, "INCOMPLETE"),
        ((SKIPPED, SKIPPED), INCOMPLETE_EXIT, "INCOMPLETE"),
        ((OK, FAILED), FAILED_EXIT, "FAILED"),
        ((FAILED, SKIPPED), FAILED_EXIT, "FAILED"),
        ((OK, "okay"), FAILED_EXIT, "FAILED"),
        ((), INCOMPLETE_EXIT, "INCOMPLETE"),
    ],
)
def test_it_passes_only_when_all_stages_are_ok(outcomes: tuple[str, ...], code: int, word: str):
    words, found = verdict(results(*outcomes))
    assert found == code
    assert words.startswith(word)
    assert ("pass" in words) == (code == 0)


def test_what_was_skipped_or_failed_is_named_in_the_verdict():
    words, _ = verdict(
        [Result("net", FAILED, ""), Result("meter", SKIPPED, "no card"), Result("torch", OK, "")]
    )
    assert "net" in words
    assert "meter" in words
    assert "torch" not in words


def test_a_stage_ends_in_one_of_three_ways():
    def skip() -> str:
        raise Skipped("no card")

    def fail() -> str:
        raise Failed("8 MB left")

    def break_down() -> str:
        return {}["missing"]

    assert run_stage("a", lambda: "12 MiB") == Result("a", OK, "12 MiB")
    assert run_stage("a", skip) == Result("a", SKIPPED, "no card")
    assert run_stage("a", fail) == Result("a", FAILED, "8 MB left")
    broken = run_stage("a", break_down)
    assert broken.outcome == FAILED
    assert "KeyError" in broken.detail
    assert "break_down" in broken.detail


def test_the_table_has_a_row_for_each_stage_whatever_its_detail():
    text = table([Result("a", OK, "x | y\nz"), Result("b", SKIPPED, "no card")])
    assert text.splitlines()[2:] == ["| a | ok | x / y z |", "| b | SKIPPED | no card |"]


@pytest.mark.parametrize(
    ("capability", "architectures", "kernel"),
    [
        ((6, 1), CU130, ""),
        ((6, 1), CU126, "sm_60"),
        ((7, 0), CU130, ""),
        ((7, 5), CU130, "sm_75"),
        ((8, 6), CU130, "sm_80"),
        ((8, 9), CU126, "sm_80"),
        ((12, 0), CU126, ""),
        ((12, 1), CU130, "sm_120"),
        ((13, 0), CU130, "compute_120"),
        ((5, 0), ["sm_52"], ""),
        ((9, 0), ["sm_90a"], "sm_90a"),
        ((9, 1), ["sm_90a", "compute_90a"], ""),
        ((9, 0), ["", "sm_", "gfx90a", "sm_x"], ""),
        ((9, 0), [], ""),
    ],
)
def test_kernels_fit_by_major_number_and_ptx_fits_what_came_later(
    capability: tuple[int, int], architectures: list[str], kernel: str
):
    assert kernel_for(capability, architectures) == kernel


def test_a_leak_is_more_than_a_megabyte_and_the_workspace():
    assert "+8.52 MB" in leak_words(0, WORKSPACE_BYTES)
    assert "-1.00 MB" in leak_words(1_000_000, 0)
    leak_words(0, WORKSPACE_BYTES + 1_000_000)
    with pytest.raises(Failed, match="a leak"):
        leak_words(0, WORKSPACE_BYTES + 1_000_001)


def test_a_description_may_be_generous_but_never_say_too_little():
    assert against(100 * MIB, 100 * MIB, "peak") == "peak 100 MiB, the description says 100"
    assert against(50 * MIB, 100 * MIB, "peak").endswith("(generous)")
    with pytest.raises(Failed, match="too little"):
        against(106 * MIB, 100 * MIB, "peak")
