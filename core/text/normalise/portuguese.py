"""The gender of Portuguese numbers, and of the nouns after them as far as their form tells it."""

from __future__ import annotations

import re

_FEMININE_FORMS = {"um": "uma", "dois": "duas"}
_MILLIONS = re.compile(r"^.*\b(?:milh|bilh|trilh)(?:ão|ões)\b", re.DOTALL)
_WORD = re.compile(r"\b(?:um|dois|\w+entos|quinhentos)\b")


def feminine(words: str) -> str:
    """Return a number as it is said before a feminine noun: duas mil, duzentas e vinte e uma.

    Millions stay masculine, and so does what counts them.
    """
    head = _MILLIONS.match(words)
    start = head.end() if head else 0
    return words[:start] + _WORD.sub(_feminine_form, words[start:])


def _feminine_form(match: re.Match[str]) -> str:
    word = match.group()
    return _FEMININE_FORMS.get(word, word[:-2] + "as" if word.endswith("entos") else word)


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_MASCULINE_IN_A = _words(
    """
    dia mapa problema sistema programa tema poema drama clima idioma telegrama diagrama grama quilograma
    quilo cinema planeta cometa poeta diploma dilema esquema teorema sintoma trauma carisma enigma axioma
    fantasma atleta profeta pirata guia gorila pijama aroma coma glaucoma hematoma prisma organograma
    fluxograma cronograma panorama miligrama centigrama monarca patriarca colega camarada delta iota
    estratagema lema plasma eczema edema emblema fonema morfema melodrama motorista artista turista dentista
    jornalista puma panda coala vigia karma carma magma miasma cosmonauta astronauta internauta cineasta
    ginasta suicida homicida nómada nômade agiota idiota patriota compatriota democrata burocrata
    aristocrata terapeuta indígena alienígena belga israelita sósia recruta dálmata acrobata diplomata
    """
)
_NO_NOUNS = _words(
    """
    mas apenas das nas pelas às aquelas a da na pela à era para contra fora ainda agora embora segunda ela
    elas esta estava seja cada nunca nada mera depois antes atrás através trás mais demais havia tinha fica
    ficava seria teria iria custa vale passa começa
    """
)
"""Words that end like feminine nouns and are none: a number before them is left masculine."""

_MASCULINE_ENDS = ("ista", "istas", "grama", "gramas", "crata", "cratas", "cida", "cidas", "nauta", "nautas")
_FEMININE_WORDS = _words(
    """
    vez vezes mulher mulheres noite noites tarde tardes parte partes mãe mães gente mão mãos flor flores cor
    cores luz luzes voz vozes lei leis árvore árvores chave chaves ponte pontes fonte fontes cruz cruzes
    nuvem nuvens ordem ordens base bases classe classes fase fases frase frases série séries análise
    análises hipótese hipóteses rede redes metade metades opção irmã irmãs maçã maçãs manhã manhãs lã fã dor
    dores torre torres carne carnes chance chances equipe equipes estante estantes tribo tribos foto fotos
    moto motos nave naves neve pele peles rês sede sedes vítima vítimas criança crianças pessoa pessoas
    testemunha testemunhas personagens avó avós gêmeas ações raiz raízes matriz matrizes atriz atrizes
    embaixatriz perdiz bienal capital capitais catedral catedrais espiral espirais vogal vogais moral colher
    colheres razão razões questão questões gestão gestões sugestão sugestões opinião opiniões união uniões
    reunião reuniões paixão paixões crise crises dose doses tese teses face faces posse prece preces
    catástrofe catástrofes estrofe estrofes greve greves febre febres ave aves morte mortes sorte arte artes
    semente sementes serpente serpentes lente lentes enchente enchentes corrente correntes frente frentes
    parede paredes saúde noz nozes espécie espécies superfície superfícies planície planícies cárie cáries
    hélice hélices nora noras prisão prisões
    """
)
_FEMININE_ENDS = (
    "idão",
    "idões",
    "igem",
    "igens",
    "ugem",
    "ugens",
    "ção",
    "ções",
    "são",
    "sões",
    "dade",
    "dades",
    "tude",
    "tudes",
    "agem",
    "agens",
    "gião",
    "giões",
)
_MASCULINE_WORDS = frozenset(("coração", "corações", "são", "personagem"))


def is_feminine(word: str) -> bool:
    """Say whether a noun, or the adjective before it, is surely feminine.

    Args:
        word: In any case; what is not sure counts as masculine, the form that numbers have by themselves.
    """
    word = word.lower()
    if word in _FEMININE_WORDS:
        return True
    singular = word.removesuffix("s")
    if word in _NO_NOUNS or word in _MASCULINE_WORDS or word.endswith(_MASCULINE_ENDS):
        return False
    if singular in _MASCULINE_IN_A:
        return False
    return word.endswith(_FEMININE_ENDS) or (len(singular) > 2 and singular.endswith("a"))


_BETWEEN = re.compile(
    r"[ \u00a0](?P<thousands>mil[ \u00a0])?"
    r"(?:(?:a|e|ou)[ ](?P<second>[0-9]+)(?:/[0-9]+)?[ ](?:mil[ ])?)?(?:em[ ]cada[ ][0-9]+[ ])?"
    r"(?:(?:grandes|principais|diferentes|simples|pobres|enormes|importantes|melhores|maiores|menores|piores|fortes)"
    r"[ \u00a0])?([^\W\d_]+)"
)
_AFTER_FEMININE = re.compile(
    r"\b(?:às [0-9]{1,2}|"
    r"(?:as|das|nas|pelas|outras|umas|estas|essas|aquelas|minhas|suas|nossas|todas) [0-9.]{1,7})$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[0-9]+(?:[.,][0-9]+)*$")
_CALLED = re.compile(
    r"\b(?:os|dos|nos|aos|pelos|cap[íi]tulo|parte|volume|livro|página|pág|item|artigo|temporada|episódio|dia|ano|canto|seção|número|nº|"
    r"fase|nível|versão|edição|turma|sala|casa|grupo|série|lei|tipo|questão|aula|lição|linha|quadro|tabela|figura|"
    r"canal|rodovia|km|apartamento|bloco|etapa|passo|round|jogador|camisa|salmo|nota|código|opção|top)\s$",
    re.IGNORECASE,
)
"""Words whose number is a name ("página 2"), and articles that tell its gender."""


def counted_is_feminine(text: str, end: int) -> bool:
    """Say whether the number that ends there counts something feminine: the noun after it tells.

    From two on that noun is a plural, so that in "o grupo 2 era" or "em 22 Maria" nothing is counted.
    """
    if _AFTER_FEMININE.search(text[max(0, end - 18) : end]):
        return True
    match = _BETWEEN.match(text, end)
    count = _COUNT.search(text[max(0, end - 20) : end])
    written = count.group() if count else ""
    if match is None or (written and _CALLED.search(text[max(0, end - 32) : end - len(written)])):
        return False
    number = match["second"] or written
    if match["thousands"] and "," in number:
        return False  # "dois vírgula cinco mil pessoas"
    noun = match[3]
    if noun == "das":
        return bool(written)
    several = (
        "/" not in text[max(0, end - 6) : end]
        and number.lstrip("0") not in ("", "1")
        and not number.startswith(("0,", "1,"))
    )
    if several or match["thousands"]:
        return noun.endswith("s") and is_feminine(noun)
    return is_feminine(noun)
