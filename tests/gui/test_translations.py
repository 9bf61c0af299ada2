"""Both interface languages are complete, and nothing in them is left over."""

from __future__ import annotations

import importlib.util
import shutil
import string
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication

from core.services.words import ERRORS, NOTICES
from gui.i18n import LANGUAGES, Interface, plural_form, read_catalogue
from gui.language_names import language_name
from gui.messages import translated

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "i18n"


def messages(language: str) -> list[tuple[str, ET.Element]]:
    root = ET.parse(FOLDER / f"sottovoce_{language}.ts").getroot()
    return [(c.findtext("name", ""), m) for c in root.iter("context") for m in c.iter("message")]


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    found = [form.text or "" for form in translation.iter("numerusform")]
    return found or [translation.text or ""]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_sources_is_there_and_no_other(language, tmp_path):
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    for file in FOLDER.glob("*.ts"):
        shutil.copy(file, tmp_path)
    translations.update(tmp_path)
    name = f"sottovoce_{language}.ts"
    assert (tmp_path / name).read_text("utf-8") == (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unfinished(language):
    unfinished = [
        f"{context}: {message.findtext('source')}"
        for context, message in messages(language)
        if message.find("translation").get("type") or not all(forms(message))
    ]
    assert unfinished == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_window_names_no_option_of_the_command_line(qapp, language):
    interface = Interface(qapp)
    interface.speak(language)
    remedies = {words[2] for words in ERRORS.values()}
    assert any(" --device cpu" in remedy for remedy in remedies)
    said = [words for words in map(translated, remedies) if " --" in words]
    assert [words for words in said if "bootstrap.py" not in words and "sottovoce --help" not in words] == []
    interface.speak("en")


def test_no_translation_equals_its_source():
    same = {line for line in (FOLDER / "same_words.txt").read_text("utf-8").splitlines() if line[:1] != "#"}
    equal = {m.findtext("source") for _, m in messages("pt_BR") if m.findtext("source") in forms(m)}
    assert equal == same


def test_fields_survive_translation():
    wrong = [
        message.findtext("source")
        for _, message in messages("pt_BR")
        for form in forms(message)
        if fields(form) != fields(message.findtext("source"))
        or any((count in form) != (count in message.findtext("source")) for count in ("%n", "%Ln"))
    ]
    assert wrong == []


def test_every_error_and_notice_speaks_portuguese():
    catalogue = read_catalogue("pt_BR")
    texts = [text for words in ERRORS.values() for text in words] + list(NOTICES.values())
    assert [text for text in texts if ("errors", text, "") not in catalogue] == []


def test_plural_forms():
    assert [plural_form("en", n) for n in (0, 1, 2)] == [1, 0, 1]
    assert [plural_form("pt_BR", n) for n in (0, 1, 2)] == [0, 0, 1]


def test_switching_changes_words_and_plurals_at_once(qapp):
    interface = Interface(qapp)
    try:
        interface.speak("pt_BR")
        assert QCoreApplication.translate("EnginePanel", "Generate") == "Gerar"
        assert QCoreApplication.translate("Tally", "%Ln line(s)", "", 3) == "3 linhas"
        assert QCoreApplication.translate("Nowhere", "Unknown") == "Unknown"
        interface.speak("en")
        assert QCoreApplication.translate("Tally", "%Ln line(s)", "", 1) == "1 line"
    finally:
        interface.forget()


@pytest.mark.parametrize(
    ("tag", "english", "portuguese"),
    [
        ("en-US", "English (United States)", "Inglês (Estados Unidos)"),
        ("pt_br", "Portuguese (Brazil)", "Português (Brasil)"),
        ("zh-Hans-CN", "Chinese (China)", "Chinês (China)"),
        ("ja", "Japanese", "Japonês"),
        ("sw-KE", "Kiswahili (KE)", "Kiswahili (KE)"),
        ("xx", "xx", "xx"),
        ("", "", ""),
    ],
)
def test_spoken_languages_are_named_in_the_interfaces_language(qapp, tag, english, portuguese):
    interface = Interface(qapp)
    try:
        interface.speak("en")
        assert language_name(tag) == english
        interface.speak("pt_BR")
        assert language_name(tag) == portuguese
    finally:
        interface.forget()
