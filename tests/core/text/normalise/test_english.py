"""What English writes short, and how it is said."""

import pytest

from core.text.normalise import digits, normalise, spell

SAID = {
    # money
    "$1,250.50": "one thousand two hundred and fifty dollars and fifty cents",
    "$1 and $1.01": "one dollar and one dollar and one cent",
    "£3.50, €20 and $0.99": "three pounds and fifty pence, twenty euros and ninety-nine cents",
    "$1.5 million": "one point five million dollars",
    "$40k, $3.2B": "forty thousand dollars, three point two billion dollars",
    "$5-10 or $5–$10": "five to ten dollars or five to ten dollars",
    "-$5": "minus five dollars",
    "a $20 million deal": "a twenty million dollar deal",
    "two $5 bills": "two five dollars bills",
    "the $5 bill": "the five dollar bill",
    "20€ or USD 20": "twenty euros or twenty dollars",
    "$5/kg": "five dollars per kilogram",
    # ordinals
    "3rd, 21st and 102nd": "third, twenty-first and one hundred and second",
    "the 1,000th": "the one thousandth",
    "1st-class": "first-class",
    "No. 5 and #7": "number five and number seven",
    "No. I said no.": "No. I said no.",
    # years and decades
    "the 1990s, the '90s, the 80s": "the nineteen nineties, the nineties, the eighties",
    "the 1900s, the 2000s": "the nineteen hundreds, the two thousands",
    "in 1984, 2007 and 2026": "in nineteen eighty-four, two thousand and seven and twenty twenty-six",
    "1905": "nineteen oh-five",
    "mid-1990s": "mid-nineteen nineties",
    # times
    "10:30 am": "ten thirty AM",
    "10:30 a.m. The end": "ten thirty AM. The end",
    "the 5 p.m. show": "the five PM show",
    "At 5 pm.": "At five PM.",
    "9:05, 14:30, 7:00": "nine oh five, fourteen thirty, seven o'clock",
    "12:00 pm": "twelve PM",
    # dates
    "12/25/2026": "December twenty-fifth, twenty twenty-six",
    "13/4/2026": "April thirteenth, twenty twenty-six",
    "2026-03-12": "March twelfth, twenty twenty-six",
    "March 12, 2026": "March twelfth, twenty twenty-six",
    "Mar. 5": "March fifth",
    "the 12th of March": "the twelfth of March",
    "4 July": "the fourth of July",
    "on 12/25": "on December twenty-fifth",
    "you may 5 times": "you may five times",
    # titles and other abbreviations
    "Dr. Smith met Mr. Lee": "Doctor Smith met Mister Lee",
    "Dr Who": "Doctor Who",
    "Mr. and Mrs. Jones": "Mister and Missus Jones",
    "At St. Mary's on Main St. today": "At Saint Mary's on Main Street today",
    "He lives on Elm St.": "He lives on Elm Street.",
    "vol. 3, p. 5, pp. 5-7": "volume three, page five, pages five to seven",
    "cats, dogs, etc. And": "cats, dogs, et cetera. And",
    "e.g. this, i.e. that": "for example this, that is that",
    # measures
    "5'10\"": "five foot ten",
    'a 27" monitor': "a twenty-seven inch monitor",
    'she said "in 1990"': 'she said "in nineteen ninety"',
    "90 km/h": "ninety kilometers per hour",
    "1 kg, 5 kg, 5-10 kg": "one kilogram, five kilograms, five to ten kilograms",
    "20°C, -5 °C": "twenty degrees Celsius, minus five degrees Celsius",
    "3.5%, 5–10%": "three point five percent, five to ten percent",
    "5G, 5 GB": "five G, five gigabytes",
    # numbers
    "v2.0": "version two point zero",
    "v1.2.3": "version one point two point three",
    "3–4": "three to four",
    "10-15 people": "ten to fifteen people",
    "it ended 3-2": "it ended three-two",
    "2019-2021": "twenty nineteen to twenty twenty-one",
    "1/2 cup, 3/4, 1½": "one half cup, three quarters, one and a half",
    "24/7": "twenty-four seven",
    "007": "zero zero seven",
    "1,250": "one thousand two hundred and fifty",
    "0.5 and .5": "zero point five and point five",
    "-5 and +5": "minus five and plus five",
    "4x4, 10x": "four by four, ten times",
    "COVID-19, MP3, B2B": "COVID-nineteen, MP three, B two B",
    "12345678901234": "one two three four five six seven eight nine zero one two three four",
    "16:9, 50/50, 12/40": "sixteen to nine, fifty fifty, twelve slash forty",
    "1990-91": "nineteen ninety to ninety-one",
    "2² and B-52s": "two squared and B-fifty-twos",
    "In 1066": "In ten sixty-six",
    "hundreds: 100s, 1,000s": "hundreds: hundreds, thousands",
    "6 ft. tall": "six feet tall",
    # Roman numerals
    "Chapter IV of Henry VIII": "Chapter four of Henry the Eighth",
    "World War II": "World War two",
    "King James I": "King James the First",
    "an IV drip": "an IV drip",
    "the Part I like, Vitamin C, Malcolm X": "the Part I like, Vitamin C, Malcolm X",
    # addresses
    "https://example.com/a?b=c": "example dot com slash a question mark b equals c",
    "www.bbc.co.uk.": "W W W dot bbc dot co dot UK.",
    "joe.doe@mail.example.com": "joe dot doe at mail dot example dot com",
    "@maria_s #fun": "at maria underscore s hashtag fun",
    "report.pdf": "report dot PDF",
    "the end.It was": "the end.It was",
    # telephones
    "(555) 123-4567": "five five five, one two three, four five six seven",
    "+44 20 7946 0958": "plus four four, two zero, seven nine four six, zero nine five eight",
    # signs
    "R&D, Tom & Jerry": "R and D, Tom and Jerry",
    "2 + 2 = 4": "two plus two equals four",
    "~5, C++": "about five, C++",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_what_is_written_short_is_said_whole(written: str, said: str):
    assert normalise(written, "en").text == said


def test_the_day_comes_first_where_people_write_it_so():
    assert normalise("03/12/2026", "en-US").text == "March twelfth, twenty twenty-six"
    assert normalise("03/12/2026", "en-GB").text == "December third, twenty twenty-six"


def test_capitals_stand_as_they_are():
    assert normalise("NASA, the FBI and APIs", "en").changes == ()


def test_a_change_tells_where_and_what():
    (change,) = normalise("Only 5 kg left", "en").changes
    assert (change.start, change.end, change.written, change.spoken, change.kind) == (
        5,
        9,
        "5 kg",
        "five kilograms",
        "unit",
    )


def test_spelled_and_by_digits():
    assert spell("ABC 1", "en") == "A. B. C. one"
    assert digits("12-34", "en") == "one two - three four"
