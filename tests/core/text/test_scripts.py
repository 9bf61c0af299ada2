import pytest

from core.text import main_script, scripts_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hello, Мир!", "LATIN"),
        ("שלום עולם", "HEBREW"),
        ("مرحبا بالعالم", "ARABIC"),
        ("Привет, world, как дела?", "CYRILLIC"),
        ("東京は大きい", "KANA"),
        ("你好，世界", "CJK"),
        ("안녕하세요", "HANGUL"),
        ("नमस्ते", "DEVANAGARI"),
        ("12:30 😀 …", ""),
        ("", ""),
    ],
)
def test_the_script_of_most_letters(text: str, script: str):
    assert main_script(text) == script


@pytest.mark.parametrize(
    ("tag", "scripts"),
    [
        ("pt-BR", ("LATIN",)),
        ("zh-cn", ("CJK",)),
        ("ja", ("KANA", "CJK")),
        ("sr-Latn", ("LATIN",)),
        ("sr", ("CYRILLIC", "LATIN")),
        ("RU", ("CYRILLIC",)),
        ("qx", ("LATIN",)),
    ],
)
def test_scripts_of_a_language(tag: str, scripts: tuple[str, ...]):
    assert scripts_of(tag) == scripts
