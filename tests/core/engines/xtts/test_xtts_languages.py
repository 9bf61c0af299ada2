"""XTTS's languages and limits; no packages are needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.xtts.languages import LIMITS, TAGS, TOKEN_LIMIT, code_of, parts_of, spoken_form
from tests.checkpoints.xtts import LANGUAGES


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("", "en"),
        ("pt-BR", "pt"),
        ("PT", "pt"),
        ("zh", "zh-cn"),
        ("zh-Hant-TW", "zh-cn"),
        ("sv", "en"),
        ("ja", "ja"),
    ],
)
def test_tags_become_the_models_codes(tag: str, code: str) -> None:
    assert code_of(tag, LANGUAGES) == code


def test_every_language_has_a_limit_and_a_code() -> None:
    assert {tag.partition("-")[0] for tag in TAGS} == set(LIMITS)
    assert [code_of(tag, LANGUAGES) for tag in TAGS] == LANGUAGES


@pytest.mark.engines
@pytest.mark.filterwarnings("default")
def test_the_limits_are_the_packages() -> None:
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer

    assert VoiceBpeTokenizer().char_limits == dict(LIMITS)


@given(st.text(alphabet="ab .,é中。", max_size=2000), st.sampled_from(TAGS), st.integers(1, 4))
def test_parts_keep_to_characters_and_tokens_and_lose_nothing(text: str, tag: str, tokens_each: int) -> None:
    code = code_of(tag, LANGUAGES)
    parts = parts_of(text, code, lambda part: tokens_each * len(part))
    limit = LIMITS[code.partition("-")[0]]
    assert all(len(part) <= limit and tokens_each * len(part) <= TOKEN_LIMIT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('He said "why?"', "en", "He said why?"),
        ("“Stop!”", "en", "Stop!"),
        ("Hi", "en", "Hi."),
        ("Two\nlines", "en", "Two lines."),
        ("你好", "zh-cn", "你好。"),
        ("Olá, mundo.", "pt", "Olá, mundo ."),
        ("Ciao, mondo.", "it", "Ciao, mondo ."),
        ("Il dit « Oui ! »", "fr", "Il dit Oui !"),
        ("Um. Dois. “Três?” Fim", "pt", "Um . Dois . Três? Fim ."),
        ("São 3.500 no site x.com.", "pt", "São 3.500 no site x.com ."),
        ("Ele gritou: «Não!!»", "pt", "Ele gritou: Não!"),
        ("(Why?)", "en", "(Why?"),
        ("'Stop!' he said. 'Why?!'", "en", "'Stop! he said. 'Why?!"),
        ("“So?”, she said.", "en", "So?, she said."),
        ("Olá...", "pt", "Olá..."),
        ("Hello.", "en", "Hello."),
        ("1234567890123456", "en", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6."),
        ("", "en", ""),
    ],
)
def test_text_is_put_as_it_speaks_well(text: str, code: str, said: str) -> None:
    assert spoken_form(text, code) == said
