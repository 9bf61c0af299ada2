from core.text.lexicon import Entry, Lexicon
from core.text.spoken import spoken_text


def test_what_the_list_says_is_not_normalised_again():
    lexicon = Lexicon([Entry("R2", "are 2")])
    assert spoken_text("R2 saw 2.", "en", lexicon).text == "are 2 saw two."
    assert spoken_text("R2 saw 2.", "en", lexicon, normalising=False).text == "are 2 saw 2."
