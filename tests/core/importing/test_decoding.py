"""Encodings, byte order marks and line ends: found, told where they are guesses, and written down again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.importing.decoding import decode, decode_document
from core.importing.document import Form
from core.importing.limits import Unreadable

PORTUGUESE = "A ação começou às três horas; não há dúvida de que o coração — disse ela — é frágil."
OTHERS = [
    ("cp1252", PORTUGUESE),
    ("cp1252", "L'été, à l'hôtel, le garçon nous a servi un café très fort. « Près du château »."),
    ("cp1252", "Die Mädchen fuhren über die Brücke, größer als je. „Schön“, sagte er."),
    ("cp1252", "He said, “Don’t.” Then — silence…"),
    ("cp1252", "café"),
    ("cp1251", "Привет, как дела? Сегодня хорошая погода, и мы пойдём гулять."),
    ("koi8_r", "Привет, как дела? Сегодня хорошая погода, и мы пойдём гулять."),
    ("koi8_r", "Он пришёл домой и сел за стол.\n- Где ты был? - спросила она.\n"),
    ("koi8_u", "Він прийшов додому і сів за стіл. Їжак і ґанок.\n"),
    ("cp1250", "Zażółć gęślą jaźń. Wczoraj byłem w sklepie i kupiłem świeży chleb oraz mleko."),
    (
        "iso8859_2",
        "Příliš žluťoučký kůň úpěl ďábelské ódy. Včera jsem šel do obchodu a koupil čerstvý chléb.",
    ),
    ("cp1253", "Καλημέρα, τι κάνεις; Σήμερα ο καιρός είναι καλός."),
    ("cp1254", "Bugün hava çok güzel, şimdi dışarı çıkıp biraz yürüyeceğim. İyi günler, ağabey."),
    ("cp1254", "Bugün hava çok güzel, İstanbul'da şöyle bir gezdik. Iğdır'a gittik.\n"),
    ("cp874", "สวัสดีครับ คุณสบายดีไหม\n"),
    ("utf-16-le", "こんにちは。\nさようなら。\n"),
    ("utf-16-be", "Где ты был?\n"),
    ("cp949", "오늘은 날씨가 좋습니다.\n우리는 공원에 갑니다.\n"),
    ("cp1255", "שלום, מה שלומך היום? מזג האוויר יפה."),
    ("cp1256", "مرحبا، كيف حالك اليوم؟ الطقس جميل جدا."),
    ("cp932", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
    ("euc_jp", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
    ("gb18030", "今天天气很好,我们去公园散步吧。他说:“好的。”"),
    ("big5", "今天天氣很好,我們去公園散步吧。"),
    ("cp949", "오늘 날씨가 참 좋네요. 우리 공원에 가서 산책해요."),
    ("mac_roman", PORTUGUESE),
    ("cp850", "A ação começou às três horas; não há dúvida."),
]


@pytest.mark.parametrize(("encoding", "text"), OTHERS, ids=[f"{n}-{one[0]}" for n, one in enumerate(OTHERS)])
def test_old_encodings_are_guessed_and_told(encoding: str, text: str) -> None:
    document = decode_document(text.encode(encoding), "script.txt")
    assert document.text == text
    assert [notice.code for notice in document.notices] == ["text_guessed"]
    assert document.form.encode(document.text) == text.encode(encoding)


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark(encoding: str, mark: bool) -> None:
    data = ("\ufeff" if mark else "").encode(encoding) + PORTUGUESE.encode(encoding)
    found = decode(data)
    assert (found.text, found.encoding, found.mark) == (PORTUGUESE, encoding, mark)
    assert bool(found.guessed) is (encoding != "utf-8" and not mark)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_the_long_form_of_unicode(encoding: str) -> None:
    assert decode(("\ufeff" + PORTUGUESE).encode(encoding)).text == PORTUGUESE


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc"])),
            st.sampled_from(["\n", "\r\n", "\r"]),
        )
    ),
    st.booleans(),
)
def test_the_same_bytes_come_out_again(lines: list[tuple[str, str]], mark: bool) -> None:
    text = "".join(line + end for line, end in lines)
    data = (b"\xef\xbb\xbf" if mark else b"") + ("words " * 20 + text).encode()
    document = decode_document(data, "script.txt")
    assert "\r" not in document.text
    assert document.form.encode(document.text) == data


@given(st.binary(max_size=300))
def test_any_bytes_that_are_taken_come_out_again(noise: bytes) -> None:
    data = b"Some words before, so that it is a text. " * 40 + noise
    try:
        document = decode_document(data, "script.txt")
    except Unreadable:
        assert set(noise) & set(range(32)), "only control characters make it no text"
        return
    assert document.form.encode(document.text) == data


def test_a_text_that_was_edited_keeps_what_it_can_of_its_form() -> None:
    document = decode_document(b"one\r\ntwo\rthree\r\n", "script.txt")
    assert document.text == "one\ntwo\nthree\n"
    assert document.form.encode("one\nnew\ntwo\nthree\n") == b"one\r\nnew\r\ntwo\r\nthree\r\n"
    western = decode_document("não".encode("cp1252"), "script.txt")
    assert western.form.encode("não, 猫") == "não, 猫".encode()


@pytest.mark.parametrize("encoding", ["no such", "rot13", "a\0b", "undefined", "idna", "cp1252"])
def test_a_form_of_a_received_file_that_cannot_be_is_utf_8(encoding: str) -> None:
    form = Form(encoding, mark=True, other_ends=((-1, "x"), (10**12, "y")), lines=1)
    assert form.encode("é.\nb") == "é.\nb".encode()
