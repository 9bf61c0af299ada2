from core.text import utterances


def test_one_utterance_per_line_that_is_not_blank():
    assert utterances("  First. \n\n \t\nSecond, with blanks  \r\nThird") == [
        "First.",
        "Second, with blanks",
        "Third",
    ]


def test_no_lines_no_utterances():
    assert utterances(" \n ") == []
