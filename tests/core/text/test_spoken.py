from core.text.lexicon import Entry, Lexicon
from core.text.spoken import spoken_parts


def test_what_the_list_says_is_not_normalised_again():
    lexicon = Lexicon([Entry("R2", "are 2")])
    parts = [("R2 saw 2.", None)]
    assert spoken_parts(parts, "en", lexicon).text == "are 2 saw two."
    assert spoken_parts(parts, "en", lexicon, normalising=False).text == "are 2 saw 2."


def test_what_markup_says_stays_the_neighbour_of_what_is_read():
    parts = [("Mr ", None), ("Nguyen", "win"), (" has 2 ", None), ("B2", "be too"), ("s", None)]
    assert spoken_parts(parts, "en", Lexicon([Entry("B2", "never")])).text == "Mister win has two be toos"
    assert spoken_parts([("2 ", None), ("pessoas", "gente")], "pt", Lexicon()).text == "duas gente"
