import pytest

from core.text import guess_language, letters_not_english

CLEAR = {
    "en": "The quick brown fox jumps over the lazy dog, and it was not tired of that.",
    "pt": "O gato não está aqui, mas você pode procurar por ele na casa da minha avó.",
    "es": "El perro está en la calle, pero no es muy grande y tiene hambre por la noche.",
    "fr": "Le chat est dans la maison avec les enfants, mais il ne veut pas dormir ici.",
    "de": "Der Hund ist nicht im Haus, aber wir wissen auch nicht, wo er die Nacht war.",
    "it": "Il gatto non è in casa, ma questa sera torna con il suo amico per la cena.",
}


@pytest.mark.parametrize(("language", "text"), CLEAR.items())
def test_a_plain_sentence_is_known(language: str, text: str):
    assert guess_language(text) == language


@pytest.mark.parametrize("text", ["", "Chicago", "No.", "123 456", "日本語", "xyzzy plugh", "a"])
def test_what_is_not_clear_is_not_guessed(text: str):
    assert guess_language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "O menino pegou o livro.",
        "Olá, tudo bem?",
        "Ela não sabe.",
        "Onde fica o banheiro?",
        "Vou fazer café.",
        "A casa do João não é no centro.",
    ],
)
def test_short_portuguese_sentences(text: str):
    assert guess_language(text) == "pt"


@pytest.mark.parametrize("text", ["I went to São Paulo.", "El Niño is a climate pattern."])
def test_names_make_no_english_sentence_foreign(text: str):
    assert guess_language(text) == "en"
    assert letters_not_english(text) == ""


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Última estação!", "úçã"), ("Schöne Grüße", "öüß"), ("Hello there.", ""), ("😀 1", "")],
)
def test_letters_that_english_does_not_use(text: str, letters: str):
    assert letters_not_english(text) == letters
