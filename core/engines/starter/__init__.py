"""The starter engine: hibari-tts, whose weights come in its wheel."""
