"""What happens to text before an engine sees it."""

from core.text.clean import Cleaned, clean_text
from core.text.language import guess_language, letters_not_english
from core.text.scripts import main_script, scripts_of
from core.text.split import sentences, split_text
from core.text.utterances import utterances

__all__ = [
    "Cleaned",
    "clean_text",
    "guess_language",
    "letters_not_english",
    "main_script",
    "scripts_of",
    "sentences",
    "split_text",
    "utterances",
]
