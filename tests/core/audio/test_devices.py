"""How devices are chosen from PortAudio's list, and how its calls are kept from freezing anybody."""

import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from core.audio import devices
from core.audio.devices import OutputDevice
from core.errors import AudioDeviceMissing
from tests.waiting import wait_until


class PortAudioList(ModuleType):
    """Shows a list of devices as ``sounddevice`` would."""

    def __init__(self, default: int, *rows: tuple[str, int, int]) -> None:
        super().__init__("sounddevice")
        self.default = SimpleNamespace(device=(-1, default))
        self._rows: list[dict[str, Any]] = [
            {"name": name, "hostapi": host, "max_output_channels": channels, "default_samplerate": 48_000.0}
            for name, host, channels in rows
        ]

    def query_devices(self) -> list[dict[str, Any]]:
        return self._rows

    def query_hostapis(self) -> list[dict[str, Any]]:
        return []


WINDOWS = PortAudioList(
    1, ("Microphone", 0, 0), ("Speakers", 0, 2), ("Headset", 0, 2), ("Speakers", 1, 2), ("Headset", 1, 2)
)


def test_the_default_device_is_found_without_a_name():
    assert devices.find(WINDOWS, None) == devices.find(WINDOWS, "") == 1


def test_a_device_is_found_by_its_full_name_in_the_defaults_host_api():
    assert devices.find(WINDOWS, "Headset") == 2


@pytest.mark.parametrize("name", ["Head", "headset", "Microphone"])
def test_a_part_of_a_name_or_an_input_is_not_enough(name: str):
    with pytest.raises(AudioDeviceMissing) as caught:
        devices.find(WINDOWS, name)
    assert (caught.value.device, caught.value.reason) == (name, "not found")


def test_without_a_default_the_first_one_plays():
    assert devices.find(PortAudioList(-1, ("In", 0, 0), ("Out", 0, 2)), None) == 1


@pytest.mark.parametrize("rows", [(), (("Microphone", 0, 0),)])
def test_no_output_device_is_said(rows: tuple[tuple[str, int, int], ...]):
    with pytest.raises(AudioDeviceMissing) as caught:
        devices.find(PortAudioList(-1, *rows), None)
    assert caught.value.reason == "no output device"


def test_the_default_stands_first_in_the_list():
    listed = [*devices._devices(WINDOWS).values()]
    assert listed == [OutputDevice("Speakers", True, 48_000), OutputDevice("Headset", False, 48_000)]


def test_an_error_reaches_the_one_who_asked():
    def ask(_: ModuleType) -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        devices.call(ask)


def test_an_answer_that_comes_too_late_is_undone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "TIMEOUT_S", 0.05)
    go_on, undone = threading.Event(), threading.Event()
    try:
        with pytest.raises(AudioDeviceMissing) as caught:
            devices.call(lambda _: go_on.wait(20), "Speakers", undo=lambda _: undone.set())
        assert caught.value.device == "Speakers"
        assert not undone.is_set()
    finally:
        go_on.set()
    assert undone.wait(20)


def test_a_call_whose_turn_comes_too_late_is_left_out_unless_it_lets_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "TIMEOUT_S", 0.05)
    go_on = threading.Event()
    made: list[str] = []
    try:
        for ask, even_late in (
            (lambda _: go_on.wait(20), False),
            (lambda _: made.append("start"), False),
            (lambda _: made.append("close"), True),
        ):
            with pytest.raises(AudioDeviceMissing):
                devices.call(ask, even_late=even_late)
        assert made == []
    finally:
        go_on.set()
    monkeypatch.setattr(devices, "TIMEOUT_S", 20)
    wait_until(lambda: devices.call(lambda _: bool(made)), "the close")
    assert made == ["close"]


def test_a_late_undo_does_not_meet_another_call(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "TIMEOUT_S", 0.05)
    go_on, undoing, undone = threading.Event(), threading.Event(), threading.Event()
    others: list[bool] = []

    def undo(_: object) -> None:
        undoing.set()
        undone.wait(0.2)
        others.append(other.is_set())

    other = threading.Event()
    try:
        with pytest.raises(AudioDeviceMissing):
            devices.call(lambda _: go_on.wait(20), undo=undo)
    finally:
        go_on.set()
    assert undoing.wait(20)
    monkeypatch.setattr(devices, "TIMEOUT_S", 20)
    devices.call(lambda _: other.set())
    assert others == [False]


def test_what_portaudio_refuses_is_a_missing_device_with_its_reason():
    def ask(portaudio: ModuleType) -> None:
        raise portaudio.PortAudioError("Internal PortAudio error", -9986)

    with pytest.raises(AudioDeviceMissing) as caught:
        devices.call(ask, "Speakers")
    assert caught.value.device == "Speakers"
    assert "Internal PortAudio error" in caught.value.reason


def test_after_a_start_that_failed_the_next_look_starts_again():
    class Failing(PortAudioList):
        _initialized = 1

        def _terminate(self) -> None:
            assert self._initialized, "PortAudio not initialized"
            self._initialized = 0

        def _initialize(self) -> None:
            if not self.down:
                self._initialized = 1

    portaudio = Failing(-1)
    portaudio.down = True
    devices.renew(portaudio)
    portaudio.down = False
    devices.renew(portaudio)
    assert portaudio._initialized == 1
