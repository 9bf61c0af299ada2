"""Who wins, and who is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.errors import SettingInvalid
from core.model.card_need import CardNeed
from core.model.policy import LowVramPolicy
from core.model.sourced import Source
from core.paths import Paths
from core.settings import SETTINGS, CommandLineValue, Settings


@pytest.fixture
def paths(home: Path) -> Paths:
    home.mkdir()
    return Paths.find({"SOTTOVOCE_HOME": str(home)})


def test_the_strongest_wins_and_names_the_weaker(paths: Paths) -> None:
    paths.settings_file.write_text('low_vram = "auto"\n')
    settings = Settings.load(
        paths, {"LOW_VRAM": "true"}, {"low_vram": CommandLineValue("off", "--no-low-vram", "--no-low-vram")}
    )
    settings.click("low_vram", LowVramPolicy.ON)
    found = settings.get("low_vram")
    assert (found.value, found.source) == (LowVramPolicy.ON, Source.WINDOW)
    assert [(one.source, one.detail, one.text) for one in found.overridden] == [
        (Source.COMMAND_LINE, "--no-low-vram", "--no-low-vram"),
        (Source.ENVIRONMENT, "LOW_VRAM", "true"),
        (Source.FILE, "settings.toml", "auto"),
    ]


@pytest.mark.parametrize(
    ("file", "environ", "command_line", "source"),
    [
        ("", {}, {}, Source.DEFAULT),
        ("low_vram = true", {}, {}, Source.FILE),
        ("low_vram = true", {"LOW_VRAM": "0"}, {}, Source.ENVIRONMENT),
        ("low_vram = true", {"LOW_VRAM": "0"}, {"low_vram": "auto"}, Source.COMMAND_LINE),
    ],
)
def test_each_source_is_said(
    paths: Paths, file: str, environ: dict[str, str], command_line: dict[str, object], source: Source
) -> None:
    paths.settings_file.write_text(file)
    assert Settings.load(paths, environ, command_line).get("low_vram").source is source


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "On", "yes", " true \t", "YES\n"])
def test_variable_on(paths: Paths, text: str) -> None:
    assert Settings.load(paths, {"LOW_VRAM": text}).value("low_vram") is LowVramPolicy.ON


@pytest.mark.parametrize("text", ["false", "False", "0", "off", "NO"])
def test_variable_off(paths: Paths, text: str) -> None:
    assert Settings.load(paths, {"LOW_VRAM": text}).value("low_vram") is LowVramPolicy.OFF


def test_variable_auto(paths: Paths) -> None:
    found = Settings.load(paths, {"LOW_VRAM": "Auto"}).get("low_vram")
    assert (found.value, found.source) == (LowVramPolicy.AUTO, Source.ENVIRONMENT)


@pytest.mark.parametrize("text", ["", "  "])
def test_blank_variable_counts_as_unset(paths: Paths, text: str) -> None:
    assert Settings.load(paths, {"LOW_VRAM": text}).get("low_vram").source is Source.DEFAULT


@pytest.mark.parametrize("text", ["maybe", "2", "-1", "truee", "on off", "ｔｒｕｅ", "1.0", "nan"])
def test_wrong_variable_is_an_error_that_names_it(paths: Paths, text: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        Settings.load(paths, {"LOW_VRAM": text})
    assert caught.value.origin == "LOW_VRAM"
    assert caught.value.value == text
    assert caught.value.misuse


def test_wrong_variable_is_an_error_even_where_it_is_overridden(paths: Paths) -> None:
    with pytest.raises(SettingInvalid):
        Settings.load(paths, {"LOW_VRAM": "maybe"}, {"low_vram": "on"})


def test_wrong_option_is_named(paths: Paths) -> None:
    with pytest.raises(SettingInvalid) as caught:
        Settings.load(paths, {}, {"simulate_gpu_bytes": CommandLineValue("4 parsecs", "--simulate-gpu")})
    assert caught.value.origin == "--simulate-gpu"


def test_low_vram_in_json(paths: Paths) -> None:
    settings = Settings.load(paths, {"LOW_VRAM": "auto"})
    assert settings.low_vram(CardNeed(("F5-TTS", "XTTS v2"), 4100, 4000)).report() == {
        "value": True,
        "policy": "auto",
        "source": "environment",
        "detail": "LOW_VRAM",
        "engines": ["F5-TTS", "XTTS v2"],
        "need_bytes": 4100,
        "card_bytes": 4000,
    }
    assert settings.low_vram(CardNeed(("XTTS v2",), 4000, 4000)).value is False
    assert settings.low_vram(None).report() == {
        "value": False,
        "policy": "auto",
        "source": "environment",
        "detail": "LOW_VRAM",
        "engines": [],
        "need_bytes": None,
        "card_bytes": None,
    }


def test_a_click_is_in_force_at_once_and_saved_for_next_time(paths: Paths) -> None:
    settings = Settings.load(paths, {"LOW_VRAM": "on"})
    settings.click("low_vram", "off")
    settings.click("speed", 1.25)
    assert settings.low_vram(None).value is False
    assert not paths.settings_file.exists()
    assert settings.save() == []
    again = Settings.load(paths, {})
    assert again.get("low_vram").value is LowVramPolicy.OFF
    assert again.get("low_vram").source is Source.FILE
    assert again.value("speed") == 1.25


def test_the_environment_is_stronger_than_what_was_clicked_last_time(paths: Paths) -> None:
    settings = Settings.load(paths, {})
    settings.click("low_vram", "off")
    settings.save()
    found = Settings.load(paths, {"LOW_VRAM": "on"}).get("low_vram")
    assert (found.value, found.source) == (LowVramPolicy.ON, Source.ENVIRONMENT)


def test_a_click_that_is_not_allowed_changes_nothing(paths: Paths) -> None:
    settings = Settings.load(paths, {})
    with pytest.raises(SettingInvalid):
        settings.click("speed", float("nan"))
    assert settings.get("speed").source is Source.DEFAULT


def test_what_lasts_one_run_is_neither_read_nor_saved(paths: Paths) -> None:
    paths.settings_file.write_text("simulate_gpu_bytes = 4000000000\n")
    settings = Settings.load(paths, {}, {"simulate_gpu_bytes": "6GB"})
    assert settings.value("simulate_gpu_bytes") == 6 * 10**9
    assert settings.get("simulate_gpu_bytes").overridden == ()


def test_every_default_is_allowed() -> None:
    for setting in SETTINGS:
        assert setting.parse(setting.default) == setting.default
        assert setting.doc
        assert setting.allowed


def test_clicks_from_many_threads_all_arrive(paths: Paths) -> None:
    settings = Settings.load(paths, {})

    def click(number: int) -> None:
        for _ in range(20):
            settings.click("seed", number)
            settings.click("export_folder", f"/folder/{number}")
            settings.save()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert settings.save() == []
    again = Settings.load(paths, {})
    assert again.value("seed") == settings.value("seed")
    assert again.value("export_folder") == settings.value("export_folder")
    assert [file.name for file in paths.config.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(("text", "seconds"), [("60", 60.0), (" 0 ", 0.0), ("12.5", 12.5)])
def test_the_idle_time_out_from_the_environment(paths: Paths, text: str, seconds: float) -> None:
    settings = Settings.load(paths, {"SOTTOVOCE_IDLE_TIMEOUT_S": text})
    assert settings.get("idle_timeout_s").value == seconds
    assert settings.get("idle_timeout_s").source is Source.ENVIRONMENT


@pytest.mark.parametrize("text", ["-1", "soon", "nan", "1e9"])
def test_an_idle_time_out_that_is_none_is_refused(paths: Paths, text: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        Settings.load(paths, {"SOTTOVOCE_IDLE_TIMEOUT_S": text})
    assert caught.value.origin == "SOTTOVOCE_IDLE_TIMEOUT_S"


def test_the_idle_time_out_is_five_minutes_and_the_file_may_say_otherwise(paths: Paths) -> None:
    assert Settings.load(paths, {}).value("idle_timeout_s") == 300.0
    paths.ensure()
    paths.settings_file.write_text("idle_timeout_s = 0\n")
    assert Settings.load(paths, {}).value("idle_timeout_s") == 0.0


def test_what_turns_out_impossible_is_a_notice_where_the_file_says_it(paths: Paths) -> None:
    paths.settings_file.write_text('gpu = "GPU-1"\n')
    settings = Settings.load(paths, {})
    assert settings.value("gpu") == "GPU-1"
    settings.refuse("gpu", "GPU-2")
    assert settings.value("gpu") == ""
    (notice,) = settings.notices
    assert (notice.code, notice.fields["value"], notice.fields["allowed"]) == (
        "setting_not_allowed",
        "GPU-1",
        "GPU-2",
    )


@pytest.mark.parametrize(
    ("environ", "options", "origin"),
    [
        ({"SOTTOVOCE_GPU": "GPU-1"}, {}, "SOTTOVOCE_GPU"),
        ({}, {"gpu": CommandLineValue("GPU-1", "--gpu", "--gpu=GPU-1")}, "--gpu"),
    ],
)
def test_what_turns_out_impossible_is_an_error_where_it_was_said_now(
    paths: Paths, environ: dict[str, str], options: dict[str, object], origin: str
) -> None:
    settings = Settings.load(paths, environ, options)
    with pytest.raises(SettingInvalid) as caught:
        settings.refuse("gpu", "GPU-2")
    assert (caught.value.origin, caught.value.value, caught.value.allowed) == (origin, "GPU-1", "GPU-2")


def test_several_simulated_cards(paths: Paths) -> None:
    settings = Settings.load(paths, {}, {"simulate_gpu_bytes": "4GB, 8GiB"})
    assert settings.value("simulate_gpu_bytes") == (4 * 10**9, 8 * 2**30)
