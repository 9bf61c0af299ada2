"""Text before it is spelled: what has no sound goes, what espeak-ng misreads is written out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.kokoro.prepare import prepare
from core.engines.kokoro.presets import ESPEAK_VOICES


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("Custa R$ 1.250,50 à vista.", "Custa 1250 reais e 50 centavos à vista."),
        ("R$1", "1 real"),
        ("R$ 1,01", "1 real e 1 centavo"),
        ("US$ 20", "20 dólares"),
        ("São R$ 3.000.000.", "São 3000000 de reais."),
        ("R$ 2,5 milhões", "R$ 2,5 milhões"),
        ("Às 14h30 ou às 9h.", "Às 14 horas e 30 ou às 9 horas."),
        ("à 1h", "à uma hora"),
        ("às 22h05", "às vinte e duas horas e 5"),
        ("3 h de ônibus, ch 2h99", "3 h de ônibus, ch 2h99"),
        ("Olá 😀 mundo", "Olá   mundo"),
        ("1️⃣ 👩‍👩‍👧", "1    "),
        ("ação, naïve, œuvre, ½, x², µm", "ação, naïve, œuvre, ½, x², µm"),
        ("ﬁm", "fim"),
        ("٣", "3"),
        ("Sim。", "Sim. "),
    ],
)
def test_portuguese(text: str, prepared: str):
    assert prepare(text, "pt-BR").text == prepared


def test_money_of_other_languages_is_left_to_espeak():
    assert prepare("It costs US$ 20.", "en-US").text == "It costs US$ 20."


def test_letters_without_sound_are_counted():
    prepared = prepare("Olá 世界, привет", "pt-BR")
    assert (prepared.unspoken, prepared.sample) == (8, "世界привет")
    assert prepared.text.split() == ["Olá", ","]


@given(st.text(), st.sampled_from(list(ESPEAK_VOICES)))
def test_no_text_is_too_strange(text: str, language: str):
    prepared = prepare(text, language)
    assert len(prepared.sample) <= prepared.unspoken
    again = prepare(prepared.text, language)
    assert again.unspoken == 0
