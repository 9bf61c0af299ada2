import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.markup import MarkedLine, Pause, Span, Words, parse_line, pause_markup
from tests.waiting import growth

VOICES = ("Ana", "José da Silva", "starter:default", "ana-2", "whole")
PIECES = st.sampled_from(
    [
        *("[Ana]", "[ana]", "[pause 0.8s]", "[pausa 0,8s]", "[speed 1.2]", "[lang pt-BR]", "[set steps 16]"),
        *("[whole]", "[say SQL as sequel]", "[spell ABC]", "[digits 42]", "[# note]", "[# a [1] b]", "[x]"),
        *("[", "]", "#", "# ", " ", "  ", "\t", "words", ", ", ".", "é", "👩\u200d👧", "שלום"),
    ]
)
LINES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


def parts(text: str) -> tuple[Words | Pause, ...]:
    return parse_line(text, VOICES).parts


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in parse_line(text, VOICES).spans]


def test_a_line_without_markup_is_its_words():
    assert parse_line("  Hello, world.  ") == MarkedLine(parts=(Words("Hello, world."),))
    assert parse_line("") == MarkedLine()
    assert parse_line(" \t ") == MarkedLine()


@pytest.mark.parametrize(
    ("text", "spoken", "escapes"),
    [
        (r"\[Ana] hello", "[Ana] hello", 1),
        (r"Say \[pause 1s] and \[x].", "Say [pause 1s] and [x].", 2),
        (r"\# 1 of 3", "# 1 of 3", 1),
        (r"[Ana] \# 1", "# 1", 1),
        (r"C:\x \ # \n", r"C:\x \ # \n", 0),
    ],
)
def test_a_backslash_makes_text_of_markup(text: str, spoken: str, escapes: int):
    line = parse_line(text, VOICES)
    assert (line.parts, line.heading, line.written) == ((Words(spoken),), False, spoken)
    assert [kind for _, kind in kinds(text) if kind != "voice"] == ["escape"] * escapes


def test_a_colon_after_the_voice_is_not_spoken():
    assert [parts(text) for text in ("[Ana]: Hi", "[Ana] : Hi", "[Ana]:")] == [(Words("Hi"),)] * 2 + [()]
    assert parts("[Ana]:-) hi") == (Words(":-) hi"),)
    assert parts(": hi") == (Words(": hi"),)


def test_everything_may_stand_at_a_lines_start_in_any_order():
    line = parse_line(
        "[speed 1,2] [lang pt-BR][Ana]  [set steps 16] [set cfg_strength 2.5] [whole] Oi!", VOICES
    )
    assert (line.voice, line.speed, line.language, line.whole) == ("Ana", 1.2, "pt-BR", True)
    assert line.parameters == (("steps", 16.0), ("cfg_strength", 2.5))
    assert line.parts == (Words("Oi!"),)


@pytest.mark.parametrize(
    ("written", "voice"),
    [
        ("[Ana] a", "Ana"),
        ("[ANA] a", "Ana"),
        ("[ josé  DA silva ] a", "José da Silva"),
        ("[jose\u0301 da silva] a", "José da Silva"),
        ("[starter:default] a", "starter:default"),
        ("[Bea] a", ""),
        ("[] a", ""),
    ],
)
def test_a_voice_counts_where_it_is_known(written: str, voice: str):
    assert parse_line(written, VOICES).voice == voice
    assert parse_line(written).voice == ""


def test_a_voice_named_like_markup_gives_way_to_it():
    line = parse_line("[whole] a", VOICES)
    assert line.whole
    assert not line.voice


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("[pause 0.8s]", 0.8),
        ("[pause 800ms]", 0.8),
        ("[pausa 0,8s]", 0.8),
        ("[PAUSE .8 s]", 0.8),
        ("[ pause 2 ]", 2.0),
        ("[pause 0s]", 0.0),
        ("[pause 2min]", 120.0),
        ("[pause 600s]", 600.0),
    ],
)
def test_a_pause_is_read_in_each_way_of_writing(written: str, seconds: float):
    assert parts(f"one {written} two") == (Words("one"), Pause(seconds), Words("two"))


def test_a_written_pause_reads_back():
    assert parts(pause_markup(0.8)) == (Pause(0.8),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[pause]",
            "[pause soon]",
            "[pause 1h]",
            "[pause 601s]",
            "[pause -1s]",
            "[speed fast]",
            "[speed 0]",
        ),
        *("[speed 99]", "[lang]", "[lang português]", "[set]", "[set steps]", "[set steps many]", "[say a]"),
        *("[say as b]", "[spell]", "[digits ]", "[1]", "[laughs]", "[pause 1s 2s]", "[set a 1e999]"),
    ],
)
def test_what_is_not_known_is_text_and_is_told(text: str):
    line = parse_line(f"a {text} b", VOICES)
    assert line.parts == (Words(f"a {text} b"),)
    assert line.spans == (Span(2, 2 + len(text), "unknown"),)


def test_what_belongs_at_the_start_is_text_elsewhere():
    line = parse_line("Hi [speed 1.2] there [Ana]", VOICES)
    assert line.parts == (Words("Hi [speed 1.2] there [Ana]"),)
    assert line.speed is None
    assert [span.kind for span in line.spans] == ["misplaced", "misplaced"]


def test_brackets_without_their_other_half_are_text():
    for text in ("[pause 1s", "pause 1s]", "[", "]", "a [ b", "[[", "]["):
        line = parse_line(text, VOICES)
        assert line.parts == (Words(text),)
        assert not line.spans


def test_say_keeps_both_words():
    line = parse_line("Use [say SQL as sequel] now", VOICES)
    assert line.parts == (Words("Use "), Words("sequel", "spoken"), Words(" now"))
    assert line.written == "Use SQL now"


def test_spell_and_digits():
    assert parts("[spell ABC], [digits 1234]") == (
        Words("ABC", "spell"),
        Words(", "),
        Words("1234", "digits"),
    )


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("one [# note] two", "one two"),
        ("one [# note], two", "one, two"),
        ("wo[# note]rd", "word"),
        ("[# note] one", "one"),
        ("one [# see [1] there]", "one"),
        ("one [# a] [# b] two", "one two"),
        ("[#] one", "one"),
    ],
)
def test_a_comment_leaves_no_trace(text: str, spoken: str):
    assert parts(text) == (Words(spoken),)


def test_a_line_of_comments_has_nothing_to_say():
    assert parts("[# to do] [# later]") == ()


def test_comments_and_pauses_do_not_end_the_start():
    line = parse_line("[# scene 2] [pause 1s] [Ana] Hello", VOICES)
    assert (line.voice, line.parts) == ("Ana", (Pause(1.0), Words("Hello")))


@pytest.mark.parametrize(
    ("text", "heading", "spoken"),
    [
        ("# Chapter IV", True, "Chapter IV"),
        ("[Ana] # Chapter IV", True, "Chapter IV"),
        ("# [Ana] Chapter IV", True, "Chapter IV"),
        ("# # one", True, "# one"),
        ("#1 of all", False, "#1 of all"),
        ("#", False, "#"),
        ("a # b", False, "a # b"),
    ],
)
def test_a_heading_starts_with_a_number_sign_and_a_blank(text: str, heading: bool, spoken: str):
    line = parse_line(text, VOICES)
    assert line.heading == heading
    assert line.parts == (Words(spoken),)


def test_spans_say_where_the_markup_stands():
    assert kinds("# [Ana] Say [say a as b] [pause 1s] [# c] [d]") == [
        ("#", "heading"),
        ("[Ana]", "voice"),
        ("[say a as b]", "say"),
        ("[pause 1s]", "pause"),
        ("[# c]", "comment"),
        ("[d]", "unknown"),
    ]


def test_a_parameter_is_set_by_the_last_that_names_it():
    line = parse_line("[set a 1] [set b 2] [set a 3] [set c on] x")
    assert line.parameters == (("a", 3.0), ("b", 2.0), ("c", 1.0))


@given(LINES)
def test_any_line_can_be_read(text: str):
    line = parse_line(text, VOICES)
    assert all(part.text for part in line.parts if isinstance(part, Words))
    ends = [0, *(place for span in line.spans for place in (span.start, span.end)), len(text)]
    assert ends == sorted(ends)
    unread = text
    for span in reversed(line.spans):
        if span.kind not in ("unknown", "misplaced"):
            unread = unread[: span.start] + unread[span.end :]
    said = "".join(part.text for part in line.parts if isinstance(part, Words) and part.kind == "text")
    assert "".join(said.split()) == "".join(unread.split())


@pytest.mark.parametrize("unit", ["[", "[#", "[# [", "]", "# ", "[pause 1s]", "[say ", "[say a as ", " "])
def test_the_time_does_not_grow_with_the_square_of_the_length(unit: str):
    assert growth(lambda size: parse_line(unit * (size // len(unit)), VOICES), 20_000) < 10
