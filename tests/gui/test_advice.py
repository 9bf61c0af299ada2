"""A voice that speaks the script's language is proposed where the chosen engine does not speak it."""

from __future__ import annotations

import pytest

from core.install.environments import find_environments
from core.services.prompts import prompt_for
from gui.presenters.states import Severity

PORTUGUESE = "Não sei se ele vem para o jantar, mas a mesa já está posta."
ENGLISH = "It was long past midnight when the radio woke by itself, and he was not there."


@pytest.fixture
def weights(home):
    folder = home / "models" / "tenor" / "mine"
    folder.mkdir(parents=True)
    (folder / "tenor.bin").write_bytes(b"weights")


def advice(one):
    """Return the notices that propose a voice."""
    said = ("does not speak", "seems to be in")
    return [view for view in one.window.notice_bar.notices() if any(words in view.what for words in said)]


def settled(one, qtbot) -> None:
    """Wait until the script has been looked at."""
    timer = one.studio.advice._timer
    if timer.isActive():
        with qtbot.waitSignal(timer.timeout, timeout=60_000):
            pass


@pytest.mark.usefixtures("weights")
def test_a_portuguese_script_is_offered_a_voice_that_speaks_it(choir):
    choir.write(PORTUGUESE)
    choir.until(lambda: bool(advice(choir)))
    (view,) = advice(choir)
    assert view.severity is Severity.INFO
    assert view.what == "Starter does not speak Portuguese."
    (button,) = choir.window.notice_bar.lines()[0].buttons
    assert button.text() == "Use Lua (Tenor)"
    button.click()
    choices = choir.studio.engine.choices
    assert (choices.engine, choices.voice.id, choices.language) == ("tenor", "tenor:lua", "pt-BR")
    assert advice(choir) == []
    choir.generate()
    assert choir.studio.script.rendered_count == 1


def test_without_a_voice_that_is_ready_the_step_is_said(choir):
    """Kokoro, of the program's own engines, is not installed here; it comes before the choir's."""
    choir.write(PORTUGUESE)
    choir.until(lambda: bool(advice(choir)))
    (view,) = advice(choir)
    assert "Kokoro does, but is not ready yet." in view.remedy
    assert "Kokoro is not installed. It takes 220 MB on the disk." in view.remedy
    choir.window.notice_bar.lines()[0].buttons[0].click()
    assert choir.studio.engine.choices.engine == "kokoro"
    assert choir.window.engine_panel.problem.isVisible()


@pytest.mark.usefixtures("weights")
def test_it_is_said_once_a_script(choir, qtbot, tmp_path, open_studio, choir_environment):
    choir.write(PORTUGUESE)
    choir.until(lambda: bool(advice(choir)))
    choir.window.notice_bar.lines()[0].close_button.click()
    choir.write(f"{PORTUGUESE}\n{PORTUGUESE}")
    settled(choir, qtbot)
    assert advice(choir) == []
    choir.window.close()
    again = open_studio(environments=[*find_environments(), choir_environment])
    again.start()
    settled(again, qtbot)
    assert advice(again) == []
    file = tmp_path / "outro.txt"
    file.write_text(PORTUGUESE)
    again.window.files_given.emit((file,))
    again.until(lambda: bool(advice(again)))


def test_nothing_is_said_where_the_engine_speaks_the_language(choir, qtbot):
    choir.studio.engine.choose_engine("basso")
    choir.studio.engine.choose_language("pt")
    choir.write(PORTUGUESE)
    settled(choir, qtbot)
    assert advice(choir) == []
    choir.studio.engine.choose_engine("starter")
    choir.write(ENGLISH)
    settled(choir, qtbot)
    assert advice(choir) == []


@pytest.mark.usefixtures("weights")
def test_an_engine_that_is_chosen_begins_in_the_scripts_language(choir, qtbot):
    """Of many voices the first one is not the one to begin with where it speaks another language."""
    choir.write(PORTUGUESE)
    settled(choir, qtbot)
    engine = choir.studio.engine
    engine.choose_engine("basso")
    assert engine.choices.language == "pt"
    engine.choose_engine("kokoro")
    assert engine.choices.voice.language == "pt-BR"


def test_a_language_that_is_not_the_scripts_is_told_with_a_button(choir, qtbot):
    """An engine that speaks many languages would speak Portuguese as if it were English."""
    engine = choir.studio.engine
    engine.choose_engine("basso")
    assert engine.choices.language == "en"
    choir.write(PORTUGUESE)
    choir.until(lambda: bool(advice(choir)))
    (view,) = advice(choir)
    assert (view.what, view.remedy) == (
        "The script seems to be in Portuguese.",
        "It would be read as English.",
    )
    (button,) = choir.window.notice_bar.lines()[0].buttons
    assert button.text() == "Speak Portuguese"
    button.click()
    assert engine.choices.language == "pt"
    settled(choir, qtbot)
    assert advice(choir) == []


@pytest.mark.usefixtures("weights")
def test_a_warning_of_what_was_spoken_wrongly_has_the_way_out(choir, qtbot):
    choir.write(PORTUGUESE)
    settled(choir, qtbot)
    choir.window.notice_bar.lines()[0].close_button.click()
    choir.write(f"{PORTUGUESE}\nVamos lá: o capítulo começa às oito.")
    choir.generate()
    (line,) = [line for line in choir.window.notice_bar.lines() if "sound wrong" in line.notice.what]
    assert line.notice.what.startswith("Lines 1, 2: ")
    (button,) = line.buttons
    assert button.text() == "Use Lua (Tenor)"
    button.click()
    assert choir.studio.engine.choices.voice.id == "tenor:lua"


def test_what_was_said_of_the_sample_is_said_again_of_the_users_own_text(
    open_studio, choir_environment, qtbot
):
    one = open_studio({"interface_language": "pt_BR"}, [*find_environments(), choir_environment])
    try:
        one.start()
        one.until(lambda: any("O Starter não fala português." in notice for notice in one.notices()))
        one.window.notice_bar.lines()[0].close_button.click()
        assert prompt_for(one.studio.advice.language).language == "pt"  # what is read aloud for a recording
        one.window.put_text(PORTUGUESE, undoable=True)
        one.until(lambda: any("O Starter não fala português." in notice for notice in one.notices()))
    finally:
        one.program._interface.speak("en")


@pytest.mark.usefixtures("weights")
def test_what_was_said_is_taken_back_when_it_does_not_hold_any_more(choir):
    choir.write(PORTUGUESE)
    choir.until(lambda: bool(advice(choir)))
    choir.studio.engine.choose_engine("basso")
    choir.until(lambda: advice(choir) == [])


@pytest.mark.usefixtures("weights")
def test_on_a_portuguese_system_the_first_start_offers_a_voice(open_studio, choir_environment):
    one = open_studio({"interface_language": "pt_BR"}, [*find_environments(), choir_environment])
    try:
        one.start()
        one.until(lambda: any("O Starter não fala português." in notice for notice in one.notices()))
        assert one.window.notice_bar.lines()[0].buttons[0].text() == "Usar Lua (Tenor)"
    finally:
        one.program._interface.speak("en")


@pytest.mark.usefixtures("weights")
def test_voices_of_the_interfaces_language_come_first(choir):
    def names(engine):
        return [voice.name for voice in choir.studio.voices._showable() if voice.engine == engine]

    choir.studio.engine.choose_engine("tenor")
    choir.until(lambda: len(names("tenor")) > 1)
    assert names("tenor")[-1] == "Lua"
    choir.program.choose_language("pt_BR")
    try:
        assert names("tenor")[0] == "Lua"
    finally:
        choir.program.choose_language("en")
