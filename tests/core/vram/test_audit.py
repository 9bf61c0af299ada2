"""What a release leaves behind is counted, and named by whoever holds it."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from core.vram.audit import CUBLAS_WORKSPACE_BYTES, Audit, allocated_bytes, live_tensor_bytes
from tests.core.vram.fake_torch import Cuda, Tensor, fake_torch

MB = 1_000_000


@pytest.fixture
def cuda(monkeypatch) -> Cuda:
    made = Cuda(4000 * MB)
    monkeypatch.setitem(sys.modules, "torch", fake_torch(made))
    return made


@pytest.fixture
def package(monkeypatch) -> ModuleType:
    """Return a package with a cache of its own."""
    made = ModuleType("speech_package")
    made.cache = {}
    monkeypatch.setitem(sys.modules, "speech_package", made)
    return made


class Net:
    def __init__(self, *sizes_bytes: int, device: str = "cpu") -> None:
        self.layers = [Tensor(size, device) for size in sizes_bytes]


def test_without_torch_there_is_nothing():
    assert "torch" not in sys.modules
    audit = Audit()
    audit.begin("cpu")
    assert allocated_bytes("cuda:0") == live_tensor_bytes() == 0
    assert audit.after_release("cpu", [], 0) is None


def test_what_is_gone_is_no_leak(cuda):
    audit = Audit()
    audit.begin("cpu")
    net = Net(5 * MB, 7 * MB)
    assert live_tensor_bytes() == 12 * MB
    del net
    assert audit.after_release("cpu", [], 0) is None


def test_what_was_there_before_is_no_leak(cuda):
    package_constants = Net(50 * MB)
    audit = Audit()
    audit.begin("cpu")
    audit.begin("cpu")
    assert audit.after_release("cpu", [], 0) is None
    del package_constants


def test_a_packages_cache_is_named(cuda, package):
    audit = Audit()
    audit.begin("cpu")
    package.cache["mel"] = Net(2 * MB)
    leak = audit.after_release("cpu", [], 0)
    assert leak.size_bytes == 2 * MB
    assert leak.holders == ("speech_package.cache",)
    assert audit.after_release("cpu", [], 0) is None  # told once
    package.cache.clear()


def test_the_biggest_survivors_are_named_first_and_crumbs_not_at_all(cuda, package):
    audit = Audit()
    audit.begin("cpu")
    package.small = Net(2 * MB)
    package.big = Net(9 * MB)
    package.crumb = Net(1000)
    assert audit.after_release("cpu", [], 0).holders == ("speech_package.big", "speech_package.small")
    vars(package).clear()


def test_an_object_that_keeps_it_is_named_by_type_and_attribute(cuda):
    class Memo:
        def __init__(self) -> None:
            self.last = Net(3 * MB)

    audit = Audit()
    audit.begin("cpu")
    holder = [Memo()]
    (name,) = audit.after_release("cpu", [], 0).holders
    assert name.endswith("Memo.last")
    del holder


def test_a_model_that_is_still_loaded_is_no_leak(cuda, package):
    audit = Audit()
    audit.begin("cpu")
    other = Net(20 * MB)
    assert audit.after_release("cpu", [other], 0) is None
    package.cache["x"] = Net(2 * MB)
    leak = audit.after_release("cpu", [other], 0)
    assert (leak.size_bytes, leak.holders) == (2 * MB, ("speech_package.cache",))
    package.cache.clear()


def test_on_a_card_the_allocator_is_asked_and_cublas_may_keep_its_workspace(cuda, package):
    audit = Audit()
    audit.begin("cuda:0")
    workspace = Tensor(CUBLAS_WORKSPACE_BYTES, "cuda:0")
    other = Net(30 * MB, device="cuda:0")
    assert audit.after_release("cuda:0", [other], 30 * MB) is None
    assert "synchronize" in cuda.calls
    package.cache["x"] = Net(4 * MB, device="cuda:0")
    leak = audit.after_release("cuda:0", [other], 30 * MB)
    assert leak.size_bytes == CUBLAS_WORKSPACE_BYTES + 4 * MB
    assert "speech_package.cache" in leak.holders
    package.cache.clear()
    del workspace, other


IN_A_HOST = """
import gc, sys, types
from core.vram.audit import MANY_OBJECTS, Audit
from tests.core.vram.fake_torch import Tensor, fake_torch
sys.modules["torch"] = fake_torch()
package = types.ModuleType("speech_package")
sys.modules["speech_package"] = package
package.cache = {}
package.objects = [[] for _ in range(MANY_OBJECTS)]
package.constant = Tensor(50_000_000)
audit = Audit(owns_process=True)
audit.begin("cpu")
assert audit.after_release("cpu", [], 0) is None
audit.pass_over_packages()
print(gc.get_freeze_count() >= MANY_OBJECTS, len(gc.get_objects()) < MANY_OBJECTS)
audit.begin("cpu")
package.cache["mel"] = Tensor(3_000_000)
leak = audit.after_release("cpu", [], 0)
print(leak.size_bytes, *leak.holders)
print(audit.after_release("cpu", [], 0))
"""


def test_in_a_host_what_packages_brought_is_passed_over_and_a_leak_into_them_is_still_named():
    done = subprocess.run(
        [sys.executable, "-c", IN_A_HOST],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=True,
        timeout=60,
    )
    passed_over, named, again = done.stdout.splitlines()
    assert passed_over == "True True"
    assert named == "3000000 speech_package.cache"
    assert again == "None"


def test_a_process_that_is_not_ours_alone_is_left_as_it_is(cuda):
    before = gc.get_freeze_count()
    audit = Audit()
    audit.begin("cpu")
    assert audit.after_release("cpu", [], 0) is None
    audit.pass_over_packages()
    assert gc.get_freeze_count() == before
