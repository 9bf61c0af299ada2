"""A host that waits in another's place imports what its engines need, and lets a job go first."""

from __future__ import annotations

from core.host.messages import Standby
from core.host.prepare import prepare


class Prepared:
    """An engine whose packages are imported in no time, or do not import."""

    def __init__(self, fails: bool = False) -> None:
        self.times = 0
        self._fails = fails

    def prepare(self) -> None:
        self.times += 1
        if self._fails:
            raise OSError("libtorch.so: cannot open shared object file")


class Plain:
    """An engine that has nothing to prepare."""


def ahead(*names: str) -> list[Standby]:
    return [Standby(name) for name in names]


def test_each_named_engine_is_prepared_once_whatever_becomes_of_the_others(caplog):
    engines = {"a": Prepared(), "b": Prepared(fails=True), "c": Plain(), "d": Prepared(), "e": Prepared()}
    parked = []
    prepare(ahead("a", "gone", "b", "c", "d"), engines, lambda one: parked.append(one.engine), lambda: False)
    assert [one.times for one in engines.values() if isinstance(one, Prepared)] == [1, 1, 1, 0]
    assert "b cannot be prepared" in caplog.text
    assert parked == ["a", "b", "c", "d"]


def test_a_job_that_waits_goes_first():
    waits = []

    class Slow(Prepared):
        def prepare(self) -> None:
            super().prepare()
            waits.append("a job")

    first, second = Slow(), Slow()
    engines, parked = {"first": first, "second": second}, []
    prepare(ahead("first", "second"), engines, lambda one: parked.append(one.engine), lambda: bool(waits))
    assert (first.times, second.times) == (1, 0)
    assert parked == []
