"""Numbers in other languages, and what is left alone there."""

import pytest

from core.text.normalise import normalise

SAID = [
    (
        "es",
        "Tengo 1.250 euros y 3,5 litros.",
        "Tengo mil doscientos cincuenta euros y tres coma cinco litros.",
    ),
    ("fr", "1 250 pages, 80 ans", "mille deux cent cinquante pages, quatre-vingts ans"),
    ("de", "250 Leute, 3,5 Liter", "zweihundertfünfzig Leute, drei Komma fünf Liter"),
    ("it", "21 libri e 3,14", "ventuno libri e tre virgola uno quattro"),
    ("pl", "Mam 25 lat", "Mam dwadzieścia pięć lat"),
    ("es", "21 casas, 1 libro, 200 niñas", "veintiuna casas, un libro, doscientas niñas"),
    (
        "es",
        "El 25% de 10 000 a -5, 10-15 días",
        "El veinticinco por ciento de diez mil a menos cinco, diez a quince días",
    ),
    ("fr", "20 % de 21 pages, 1 fois", "vingt pour cent de vingt et une pages, une fois"),
    ("de", "1999: 1 Buch, 1 Frage, 1", "neunzehnhundertneunundneunzig: ein Buch, eine Frage, eins"),
    ("de", "-5 Grad, 3-4 Tage, 20 %", "minus fünf Grad, drei bis vier Tage, zwanzig Prozent"),
    ("it", "1 casa, 1 libro, 1 studente", "una casa, un libro, uno studente"),
    ("tr", "%20", "yüzde yirmi"),
    ("zh", "2024年涨了20%，3.5公里", "二零二四年涨了百分之二十，三点五公里"),
    ("ru", "-5 градусов", "минус пять градусов"),
    ("cs", "25 lidí", "dvacet pět lidí"),
    ("ru", "У меня 25 книг", "У меня двадцать пять книг"),
    ("nl", "25 boeken", "vijfentwintig boeken"),
    ("tr", "25 kitap", "yirmibeş kitap"),
    ("hu", "25 könyv", "huszonöt könyv"),
    ("ja", "2026年3月", "二千二十六年三月"),
    ("zh", "有105人", "有一百零五人"),
    ("ko", "25명", "이십오명"),
    ("hi", "मेरे पास 25 किताबें हैं, 10-15 दिन", "मेरे पास पच्चीस किताबें हैं, दस से पंद्रह दिन"),
    ("hi", "₹ 1,25,000 और 1,25,00,305", "₹ एक लाख पच्चीस हज़ार और एक करोड़ पच्चीस लाख तीन सौ पाँच"),
    ("hi", "1947 में 3.14, 20%, 2026 में", "उन्नीस सौ सैंतालीस में तीन दशमलव एक चार, बीस प्रतिशत, दो हज़ार छब्बीस में"),
    ("ar", "عندي 25 كتاب", "عندي خمسة و عشرون كتاب"),
]


@pytest.mark.parametrize(("language", "written", "said"), SAID)
def test_numbers_are_said(language: str, written: str, said: str):
    assert normalise(written, language).text == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un drôle de Dr. est là, i.e. le 1er et la 2e."),
        ("cs", "Já i on, V Praze a i v Brně, 3. května."),
        ("de", "Am 3. Mai, der 5-jährige, Dr. Kohl, Ludwig XIV."),
        ("es", "El 2.º piso, la 1.ª vez, el Dr. No."),
        ("ru", "5-й этаж, 2-я улица"),
        ("nl", "de 2e keer"),
        ("", "25 Dr. Smith"),
        ("xx-YY", "25"),
    ],
)
def test_what_is_not_sure_is_left_alone(language: str, text: str):
    assert normalise(text, language).text == text


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "IV. The Storm", "four. The Storm"),
        ("en", "Chapter I", "Chapter one"),
        ("en", "I am here", "I am here"),
        ("en", "MIX", "MIX"),
        ("pt-BR", "VI – A Volta", "seis – A Volta"),
        ("pt-BR", "Capítulo IV – O mar", "Capítulo quatro – O mar"),
        ("de", "Kapitel I", "Kapitel eins"),
        ("de", "XX. Jahrhundert", "XX. Jahrhundert"),
        ("cs", "i v Praze", "i v Praze"),
        ("fr", "Chapitre XII", "Chapitre douze"),
    ],
)
def test_roman_numerals_in_headings(language: str, written: str, said: str):
    assert normalise(written, language, heading=True).text == said


def test_roman_numerals_outside_headings_need_a_reason():
    assert normalise("Kapitel I und IV", "de").text == "Kapitel I und IV"
