"""Words of notices: the work went on."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP

NOTICES: dict[str, str] = {
    "control_characters_dropped": QT_TRANSLATE_NOOP(
        "errors", "{count} control characters in the text were left out."
    ),
    "text_partly_unspoken": QT_TRANSLATE_NOOP(
        "errors", "The engine has no sound for {count} characters of the text and left them out: {sample}"
    ),
    "language_not_supported": QT_TRANSLATE_NOOP(
        "errors",
        'The engine "{engine}" does not speak "{language}": it will sound wrong. Its languages: {languages}.',
    ),
    "script_not_of_language": QT_TRANSLATE_NOOP(
        "errors",
        'The language "{language}" is not written with such letters ({sample}): it will sound wrong. '
        'The languages of the engine "{engine}": {languages}.',
    ),
    "letters_not_english": QT_TRANSLATE_NOOP(
        "errors",
        "The text has letters that English does not use ({sample}), and the engine "
        '"{engine}" speaks nothing else: it may sound wrong.',
    ),
    "speed_beyond": QT_TRANSLATE_NOOP(
        "errors",
        'The speed {speed_text} in {origin} is beyond what the engine "{engine}" does; {used_text} is used.',
    ),
    "line_not_spoken": QT_TRANSLATE_NOOP(
        "errors", "Line {line} was left out, the engine has no sound for it: “{sample}”"
    ),
    "mark_unknown": QT_TRANSLATE_NOOP(
        "errors", "{mark} at the start of line {line} is no voice that is known, and was read as text."
    ),
    "words_not_spoken": QT_TRANSLATE_NOOP(
        "errors", "Words between two pauses were left out, the engine has no sound for them: “{sample}”"
    ),
    "reference_low_rate": QT_TRANSLATE_NOOP(
        "errors",
        "The reference has only {sample_rate_hz} Hz: the voice will sound dull. 24000 Hz or more is better.",
    ),
    "reference_cut": QT_TRANSLATE_NOOP(
        "errors", "Of the reference ({duration_s:.1f} s) only {start_s:.1f} s to {end_s:.1f} s are used."
    ),
    "reference_text_cut": QT_TRANSLATE_NOOP(
        "errors",
        "The reference was cut, and its last {words} words with it; the engine was told that it says: {kept}",
    ),
    "speech_cut_short": QT_TRANSLATE_NOOP(
        "errors", "The speech reached the longest that the engine makes; its end may be missing: “{text}”"
    ),
    "gpu_without_kernels": QT_TRANSLATE_NOOP(
        "errors",
        "GPU found, but this PyTorch build has no kernels for it: {detail}. Using the CPU. Install the "
        "engine anew, so that the right build is chosen: "
        "python3 packaging/bootstrap.py engines install {engine}",
    ),
    "gpu_failed": QT_TRANSLATE_NOOP(
        "errors",
        "GPU found, but a small computation on it failed: {detail}. Using the CPU. Update the graphics "
        "driver, or restart the computer.",
    ),
    "memory_saved_by_parts": QT_TRANSLATE_NOOP(
        "errors",
        'The card has no room for what the engine "{engine}" needs at its best ({need_gb:.1f} GB): '
        "the text was spoken in shorter parts.",
    ),
    "memory_saved_by_half": QT_TRANSLATE_NOOP(
        "errors",
        'The card has no room for what the engine "{engine}" needs at its best ({need_gb:.1f} GB): '
        "it spoke in half precision.",
    ),
    "memory_saved_by_both": QT_TRANSLATE_NOOP(
        "errors",
        'The card has no room for what the engine "{engine}" needs at its best ({need_gb:.1f} GB): '
        "it spoke in half precision and in shorter parts.",
    ),
    "engines_left": QT_TRANSLATE_NOOP(
        "errors", 'To make room on the card for the engine "{engine}", these left it: {engines}.'
    ),
    "memory_ran_out": QT_TRANSLATE_NOOP(
        "errors",
        'The card ran out of memory while the engine "{engine}" spoke, perhaps because another program took '
        "some. What we held was freed, and it went on where it had stopped.",
    ),
    "device_failed_once": QT_TRANSLATE_NOOP(
        "errors",
        'The card failed while the engine "{engine}" spoke. The engine was started anew and spoke once more.',
    ),
    "memory_leaked": QT_TRANSLATE_NOOP(
        "errors",
        'The engine "{engine}" was released, and {leaked_mb_text} MB stayed behind (held by: {holders}). '
        "Restarting the program frees it; please report this.",
    ),
    "output_faint": QT_TRANSLATE_NOOP("errors", "The audio is very quiet: its peak is {peak_dbfs} dBFS."),
    "output_offset": QT_TRANSLATE_NOOP(
        "errors", "The audio does not swing around zero (offset {offset}); it may click where it is joined."
    ),
    "output_clipped": QT_TRANSLATE_NOOP("errors", "The audio is too loud in places and clips."),
    "settings_file_broken": QT_TRANSLATE_NOOP(
        "errors",
        "The settings file {path} cannot be understood ({reason}). It was kept as {kept_as}; "
        "the defaults are in force.",
    ),
    "settings_file_unreadable": QT_TRANSLATE_NOOP(
        "errors", "The settings file {path} cannot be read ({reason}); the defaults are in force."
    ),
    "setting_not_allowed": QT_TRANSLATE_NOOP(
        "errors",
        'The setting {key} in {path} has a value that is not allowed, "{value}"; the default is in force. '
        "Allowed: {allowed}.",
    ),
    "settings_not_saved": QT_TRANSLATE_NOOP(
        "errors", "The settings could not be saved to {path}: {reason}. They last until the program ends."
    ),
    "log_not_written": QT_TRANSLATE_NOOP("errors", "No log is written: {path}: {reason}."),
    "session_broken": QT_TRANSLATE_NOOP(
        "errors", "The last session {path} cannot be read. It was kept as {kept_as}."
    ),
    "untitled_broken": QT_TRANSLATE_NOOP(
        "errors",
        "The untitled project {path} cannot be read. It was kept as {kept_as}; what can be "
        "read of it can be rescued into a new file (on the command line: sottovoce project rescue).",
    ),
    "project_read_only": QT_TRANSLATE_NOOP(
        "errors",
        "Nothing can be made or changed in a project that is only for reading. Save a copy to go on in that.",
    ),
    "takes_lost": QT_TRANSLATE_NOOP(
        "errors", "Takes of the last session that cannot be read: {count}. Their lines are to do again."
    ),
    "host_ended": QT_TRANSLATE_NOOP(
        "errors",
        "The engine host {environment} has ended while it was idle: {reason}. It starts again when needed.",
    ),
    "session_of_another": QT_TRANSLATE_NOOP(
        "errors", "Sottovoce is open already: this window has an untitled project of its own."
    ),
    "text_guessed": QT_TRANSLATE_NOOP(
        "errors", "{name} is not in UTF-8; it was read as {encoding}. Check its accents."
    ),
    "lines_name_voices": QT_TRANSLATE_NOOP(
        "errors",
        "Lines name their voices in brackets: {names}. A name that no voice here has is spoken like text.",
    ),
    "subtitle_times": QT_TRANSLATE_NOOP(
        "errors",
        "Subtitles read: {count}. Their times stand before the lines as comments, which are not spoken.",
    ),
    "table_columns_left": QT_TRANSLATE_NOOP(
        "errors", "Columns of the table that are neither text nor voice nor language were left out: {count}."
    ),
    "ssml_left": QT_TRANSLATE_NOOP(
        "errors", "SSML that has no counterpart here was left out, its words were kept: {names}."
    ),
    "changes_accepted": QT_TRANSLATE_NOOP(
        "errors", "Tracked changes in the document: {count}. It was read as if all were accepted."
    ),
    "notes_left": QT_TRANSLATE_NOOP("errors", "Footnotes and endnotes were left out: {count}."),
    "book_parts_left": QT_TRANSLATE_NOOP(
        "errors",
        "Parts of the e-book that stand outside its text, such as the cover, were left out: {count}.",
    ),
    "book_pages_missing": QT_TRANSLATE_NOOP(
        "errors", "Pages that the e-book names and lacks: {count}. The others were read."
    ),
    "reference_words_left": QT_TRANSLATE_NOOP(
        "errors", "{name} beside the recording cannot be its words: it is empty, too long, or no text."
    ),
    "reference_best_part": QT_TRANSLATE_NOOP(
        "errors",
        "The best part of the recording is used: {start_s:.1f} s to {end_s:.1f} s of {duration_s:.1f} s.",
    ),
    "reference_as_it_is": QT_TRANSLATE_NOOP(
        "errors", "{name} could not be analysed and is used as it is; the log folder says more."
    ),
    "recognition_missing": QT_TRANSLATE_NOOP(
        "errors",
        "Type what is said in {name}: the weights of the speech recognition are not here to hear it.",
    ),
    "recognition_broken": QT_TRANSLATE_NOOP(
        "errors",
        "The weights of the speech recognition in {path} do not load. Remove them and get them again.",
    ),
    "reference_words_missing": QT_TRANSLATE_NOOP(
        "errors",
        "What is said in {name} is not known: an engine that needs its words, such as F5-TTS, cannot clone "
        "it yet.",
    ),
    "voice_archived": QT_TRANSLATE_NOOP(
        "errors", "{name} was archived. “Archived” below the voices shows it again."
    ),
    "voice_exported": QT_TRANSLATE_NOOP("errors", "{name} was written to {path}."),
    "voice_was_there": QT_TRANSLATE_NOOP("errors", "This voice is here already, as {name}."),
    "recording_added": QT_TRANSLATE_NOOP("errors", "{name} has one recording more."),
    "reference_added": QT_TRANSLATE_NOOP("errors", "{name} was added to the voices."),
}
"""Words of each notice by code."""
