"""What Portuguese writes short, and how it is said in Brazil."""

import pytest

from core.text.normalise import normalise, spell
from core.text.normalise.portuguese import feminine, is_feminine

SAID = {
    # money
    "R$ 1.250,50": "mil duzentos e cinquenta reais e cinquenta centavos",
    "R$ 1,00 e R$1": "um real e um real",
    "R$ 0,99": "noventa e nove centavos",
    "R$ 2 milhões": "dois milhões de reais",
    "R$ 1.000.000": "um milhão de reais",
    "R$ 5 mil": "cinco mil reais",
    "US$ 20 ou 20 €": "vinte dólares ou vinte euros",
    "£2": "duas libras",
    "R$ 5-10 por kg": "cinco a dez reais por kg",
    "R$ 5/kg": "cinco reais por quilo",
    # percent and fractions
    "3,5%": "três vírgula cinco por cento",
    "0,05%": "zero vírgula zero cinco por cento",
    "5-10%": "cinco a dez por cento",
    "3,14159": "três vírgula um quatro um cinco nove",
    "1/2 xícara, 1/2 copo, 3/4": "meia xícara, meio copo, três quartos",
    "1½ xícara": "uma e meia xícara",
    # ordinals
    "2ª, 1º, 21ª": "segunda, primeiro, vigésima primeira",
    "1º de maio": "primeiro de maio",
    "1o lugar, 2a vez, 1° lugar": "primeiro lugar, segunda vez, primeiro lugar",
    "nº 5, n.º 5, N° 10": "número cinco, número cinco, número dez",
    # times
    "às 14h30": "às catorze horas e trinta",
    "2h, 1h, 21h": "duas horas, uma hora, vinte e uma horas",
    "14:30, 9:05": "catorze horas e trinta, nove horas e cinco",
    "às 2": "às duas",
    "10:30:15": "dez horas e trinta minutos e quinze segundos",
    # dates
    "12/03/2026": "doze de março de dois mil e vinte e seis",
    "1/5/2026": "primeiro de maio de dois mil e vinte e seis",
    "dia 5/6": "dia cinco de junho",
    "05 de abril": "cinco de abril",
    "1 de maio de 1990": "primeiro de maio de mil novecentos e noventa",
    "mar/2026": "março de dois mil e vinte e seis",
    "12 set": "doze set",
    "31/12, 14/2": "trinta e um de dezembro, catorze de fevereiro",
    "24/7, jan/24": "vinte e quatro por sete, janeiro de dois mil e vinte e quatro",
    # measures
    "5 kg, 1 kg": "cinco quilos, um quilo",
    "90 km/h": "noventa quilômetros por hora",
    "2 t": "duas toneladas",
    "20°C, -3 °C": "vinte graus Celsius, menos três graus Celsius",
    "10 min, 250 g": "dez minutos, duzentos e cinquenta gramas",
    "R$ 100/mês, +5%": "cem reais por mês, mais cinco por cento",
    # telephones and the like
    "ligue 190": "ligue um nove zero",
    "RG 12.345.678-9": "érre gê um dois, três quatro cinco, seis sete oito, nove",
    "(11) 91234-5678": "onze, nove um dois três quatro, cinco seis sete oito",
    "CEP 01310-100": "CEP zero um três um zero, um zero zero",
    "0800 123 4567": "zero oito zero zero, um dois três, quatro cinco seis sete",
    "2019-2021": "dois mil e dezenove a dois mil e vinte e um",
    # abbreviations
    "O Dr. João e a Sra. Souza": "O Doutor João e a Senhora Souza",
    "na Av. Paulista, R. Augusta": "na Avenida Paulista, R. Augusta",
    "pães, etc. E": "pães, etcétera. E",
    "pág. 5, art. 5º, em 300 a.C. e": "página cinco, artigo quinto, em trezentos antes de Cristo e",
    "prof. Ana e a Cia. das Letras": "professor Ana e a Companhia das Letras",
    "Lei nº 9.610/98": "Lei número nove mil seiscentos e dez barra noventa e oito",
    "2a. vez, cap. II": "segunda vez, capítulo dois",
    # Roman numerals
    "XV de Novembro, a XIV Bienal": "quinze de Novembro, a Décima quarta Bienal",
    "capítulo IV": "capítulo quatro",
    "séculos XIX e XX": "séculos dezenove e vinte",
    "Dom Pedro II, Luís XIV": "Dom Pedro segundo, Luís catorze",
    "Elizabeth II": "Elizabeth segunda",
    "a II Guerra Mundial": "a Segunda Guerra Mundial",
    # acronyms
    "o IBGE e a ONU": "o i bê gê é e a ONU",
    "seu CPF": "seu cê pê éfe",
    "VOCÊ NÃO VIU O CPF DELE?": "VOCÊ NÃO VIU O CPF DELE?",
    # gender
    "2 pessoas, 1 dia, 200 páginas": "duas pessoas, um dia, duzentas páginas",
    "2 mil pessoas": "duas mil pessoas",
    "200 mil pessoas": "duzentas mil pessoas",
    "2 milhões de pessoas": "dois milhões de pessoas",
    "1.202 mulheres": "mil duzentas e duas mulheres",
    "2 problemas, 2 ações, 2 corações": "dois problemas, duas ações, dois corações",
    "2 a 3 pessoas": "duas a três pessoas",
    "21 meninas e 21 meninos": "vinte e uma meninas e vinte e um meninos",
    "foram 2 apenas": "foram dois apenas",
    # numbers
    "3–4 dias": "três a quatro dias",
    "v2.0 e 2.0.1": "versão dois ponto zero e dois ponto zero ponto um",
    "anos 90": "anos noventa",
    "MP3, COVID-19": "eme pê três, COVID-dezenove",
    # addresses
    "ana@exemplo.com.br": "ana arroba exemplo ponto com ponto bê érre",
    "www.exemplo.com.br/loja": "dáblio dáblio dáblio ponto exemplo ponto com ponto bê érre barra loja",
    # signs
    "Silva & Cia.": "Silva e Companhia.",
    "2 + 2 = 4": "dois mais dois igual a quatro",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_what_is_written_short_is_said_whole(written: str, said: str):
    assert normalise(written, "pt-BR").text == said


def test_portugal_has_words_of_its_own():
    assert normalise("16", "pt-PT").text == "dezasseis"
    assert normalise("16", "pt").text == "dezesseis"


def test_it_is_spelled_in_the_names_of_the_letters():
    assert spell("Wi9", "pt") == "dáblio i nove"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("dois milhões duzentos e um", "dois milhões duzentas e uma"),
        ("duzentos e dois mil e quinhentos", "duzentas e duas mil e quinhentas"),
        ("cento e três", "cento e três"),
    ],
)
def test_a_number_before_a_feminine_noun(words: str, said: str):
    assert feminine(words) == said


@pytest.mark.parametrize("word", ["casas", "Horas", "nação", "cidade", "viagens", "mãos", "vez", "novas"])
def test_feminine_nouns(word: str):
    assert is_feminine(word)


@pytest.mark.parametrize(
    "word", ["dias", "homens", "problemas", "corações", "mas", "artistas", "gramas", "a", "pés"]
)
def test_what_is_not_surely_feminine(word: str):
    assert not is_feminine(word)
