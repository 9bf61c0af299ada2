"""The words of every error and notice: what happened, why, and what to do.

Templates for ``str.format`` over the fields of the error; English here, translated before they are
filled in. The key is the code, or ``code.variant`` where ``core.services.explain`` tells variants apart.
"""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP

Words = tuple[str, str, str]
"""What happened, why, what to do."""

_ANOTHER_REFERENCE = QT_TRANSLATE_NOOP(
    "errors", "Choose another recording: 5 to 15 seconds of one clear voice works best."
)
_ANOTHER_FOLDER = QT_TRANSLATE_NOOP("errors", "Choose another folder, or another name.")
_TRY_AGAIN = QT_TRANSLATE_NOOP(
    "errors",
    "Try again: the engine is started anew by itself. If it happens again, the log folder says more.",
)
_REPAIR = QT_TRANSLATE_NOOP("errors", "Repair the program: python3 packaging/bootstrap.py repair")
_OTHER_DEVICE = QT_TRANSLATE_NOOP("errors", 'Choose "auto" or "cpu"; "sottovoce doctor" shows what there is.')
_RIGHT_BUILD = QT_TRANSLATE_NOOP(
    "errors",
    "Install the engine anew, so that the right build is chosen: "
    "python3 packaging/bootstrap.py engines install {engine}",
)
_LESS_MEMORY = QT_TRANSLATE_NOOP(
    "errors",
    "Close other programs, turn Low VRAM on, or use the CPU (on the command line: --device cpu).",
)
_BESIDE_OTHERS = QT_TRANSLATE_NOOP(
    "errors",
    "It needs {need_gb:.1f} GB; {free_gb:.1f} GB are free, {others_gb:.1f} GB are used by other programs.",
)
_EXPORT_STILL_WORKS = QT_TRANSLATE_NOOP(
    "errors", "Connect or choose an output device. Exporting to a file works without one."
)

REASONS = (
    QT_TRANSLATE_NOOP("errors", "unknown"),
    QT_TRANSLATE_NOOP("errors", "not found"),
    QT_TRANSLATE_NOOP("errors", "no output device"),
    QT_TRANSLATE_NOOP("errors", "the system lists no output device"),
    QT_TRANSLATE_NOOP("errors", "no answer in time"),
    QT_TRANSLATE_NOOP("errors", "the system's sound does not work or refuses it"),
    QT_TRANSLATE_NOOP("errors", "another program uses it, or it was unplugged"),
    QT_TRANSLATE_NOOP("errors", "it is a file, not a folder of weights"),
)
"""Reasons of errors that come from this program; those of a system or a library are shown as they are."""

ERRORS: dict[str, Words] = {
    # --- text ---------------------------------------------------------------------------------
    "text_empty": (
        QT_TRANSLATE_NOOP("errors", "There is nothing to speak."),
        QT_TRANSLATE_NOOP("errors", "The text is empty, or has only blanks and invisible characters."),
        QT_TRANSLATE_NOOP("errors", "Write at least one word."),
    ),
    "text_file_empty": (
        QT_TRANSLATE_NOOP("errors", "The text file {path} has nothing to speak."),
        QT_TRANSLATE_NOOP("errors", "It is empty, or has only blanks and invisible characters."),
        QT_TRANSLATE_NOOP("errors", "Write at least one word into it, or choose another file."),
    ),
    "text_unspeakable": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot speak this text: “{sample}”'),
        QT_TRANSLATE_NOOP("errors", "It has no sound for any of its characters."),
        QT_TRANSLATE_NOOP(
            "errors", "Write words in a language of the engine, or choose an engine that has the language."
        ),
    ),
    "text_file_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The text file {path} cannot be read."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Check the name, or save the text as plain text in UTF-8."),
    ),
    # --- reference ----------------------------------------------------------------------------
    "reference_missing": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} was not found."),
        QT_TRANSLATE_NOOP("errors", "There is no file of that name."),
        QT_TRANSLATE_NOOP("errors", "Check the name, or choose another recording."),
    ),
    "reference_not_a_file": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is not a file."),
        QT_TRANSLATE_NOOP("errors", "It is a folder or a device."),
        QT_TRANSLATE_NOOP("errors", "Choose an audio file in it."),
    ),
    "reference_empty": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is empty."),
        QT_TRANSLATE_NOOP("errors", "The file holds no audio at all."),
        _ANOTHER_REFERENCE,
    ),
    "reference_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} cannot be read."),
        QT_TRANSLATE_NOOP("errors", "It is no audio file, or it is damaged: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Save it anew as WAV, FLAC, Ogg or MP3, or choose another recording."),
    ),
    "reference_silent": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is silent."),
        QT_TRANSLATE_NOOP("errors", "Its level is {level_dbfs:.0f} dBFS: nobody can be heard."),
        _ANOTHER_REFERENCE,
    ),
    "reference_too_short": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is too short."),
        QT_TRANSLATE_NOOP(
            "errors", "It lasts {duration_s_text} s; the engine needs {minimum_s_text} s at least."
        ),
        _ANOTHER_REFERENCE,
    ),
    "reference_needed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" needs a reference.'),
        QT_TRANSLATE_NOOP("errors", "It speaks in the voice of a recording and was given none."),
        QT_TRANSLATE_NOOP("errors", "Choose a recording of a voice (on the command line: --reference FILE)."),
    ),
    "reference_text_needed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" needs the words of the reference.'),
        QT_TRANSLATE_NOOP("errors", "It cannot clone without knowing what is said in the recording."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Write down what is said in it, word for word (on the command line: --reference-text TEXT).",
        ),
    ),
    "reference_not_used": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot use a reference.'),
        QT_TRANSLATE_NOOP("errors", "It does not clone; it has voices of its own."),
        QT_TRANSLATE_NOOP("errors", "Choose one of its voices, or an engine that clones."),
    ),
    # --- voice --------------------------------------------------------------------------------
    "voice_unknown": (
        QT_TRANSLATE_NOOP("errors", 'There is no voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "The model brings these: {known}."),
        QT_TRANSLATE_NOOP("errors", "Choose one of these, or give a reference."),
    ),
    "voice_unknown.anywhere": (
        QT_TRANSLATE_NOOP("errors", 'There is no voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "Neither the voice library nor an engine has one of that name."),
        QT_TRANSLATE_NOOP("errors", 'Choose another voice; "sottovoce voices list" shows them all.'),
    ),
    "voice_of_other_engine": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot speak in the voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "The voice belongs to another engine."),
        QT_TRANSLATE_NOOP("errors", "Choose a voice of this engine, or the engine of this voice."),
    ),
    # --- engine -------------------------------------------------------------------------------
    "engine_unknown.named": (
        QT_TRANSLATE_NOOP("errors", 'There is no engine "{engine}".'),
        QT_TRANSLATE_NOOP("errors", "The program knows these: {known}."),
        QT_TRANSLATE_NOOP("errors", 'Choose one of them; "sottovoce engines" says which can be used.'),
    ),
    "engine_unknown": (
        QT_TRANSLATE_NOOP("errors", 'There is no engine "{engine}", which {origin} asks for.'),
        QT_TRANSLATE_NOOP("errors", "The program knows these: {known}."),
        QT_TRANSLATE_NOOP(
            "errors",
            'Mend the line "engine" in {origin}, or name another (on the command line: --engine ID).',
        ),
    ),
    "engine_not_installed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot be used.'),
        QT_TRANSLATE_NOOP("errors", "It is not installed completely: {reason}."),
        _REPAIR,
    ),
    "engine_not_installed.absent": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" is not installed.'),
        QT_TRANSLATE_NOOP("errors", "It has an environment of its own, which was not made yet."),
        QT_TRANSLATE_NOOP("errors", "Install it: python3 packaging/bootstrap.py --engines {engine}"),
    ),
    "engine_failed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" failed.'),
        QT_TRANSLATE_NOOP("errors", "It said: {kind}: {reason}"),
        QT_TRANSLATE_NOOP("errors", "Try again, or change the text a little; the log folder says more."),
    ),
    "device_failed": (
        QT_TRANSLATE_NOOP("errors", 'The card failed while the engine "{engine}" used it.'),
        QT_TRANSLATE_NOOP("errors", "The driver said: {reason}"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Update the graphics driver, or restart the computer; the CPU works without the card (on the "
            "command line: --device cpu).",
        ),
    ),
    "engine_crashed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" ended unexpectedly.'),
        QT_TRANSLATE_NOOP("errors", "Its process is gone: {reason}."),
        _TRY_AGAIN,
    ),
    "engine_hung": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" did not answer.'),
        QT_TRANSLATE_NOOP("errors", "It gave no sign of life for {silence_s:.0f} s and was stopped."),
        _TRY_AGAIN,
    ),
    "host_not_started": (
        QT_TRANSLATE_NOOP("errors", 'The engines of "{environment}" could not be started.'),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _REPAIR,
    ),
    "device_missing": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot run on "{device}".'),
        QT_TRANSLATE_NOOP("errors", "There is no such device here, or the engine does not use it."),
        _OTHER_DEVICE,
    ),
    "device_missing.no_kernels": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot run on "{device}".'),
        QT_TRANSLATE_NOOP("errors", "GPU found, but this PyTorch build has no kernels for it: {detail}."),
        _RIGHT_BUILD,
    ),
    "device_missing.failed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot run on "{device}".'),
        QT_TRANSLATE_NOOP("errors", "GPU found, but a small computation on it failed: {detail}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Update the graphics driver or restart the computer, or choose the CPU "
            "(on the command line: --device cpu).",
        ),
    ),
    "output_invalid.empty": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" gave no audio.'),
        QT_TRANSLATE_NOOP("errors", "It ended without an error, but without a sound."),
        QT_TRANSLATE_NOOP("errors", "Change the text or the seed, and try again."),
    ),
    "output_invalid.silent": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" gave silence.'),
        QT_TRANSLATE_NOOP("errors", "Every sample of the audio is zero."),
        QT_TRANSLATE_NOOP("errors", "Change the text or the seed, and try again."),
    ),
    "output_invalid.nonfinite": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" gave broken audio.'),
        QT_TRANSLATE_NOOP("errors", "Some samples are no numbers; a computation went wrong."),
        QT_TRANSLATE_NOOP("errors", 'Try again with another seed, or on the device "cpu".'),
    ),
    "out_of_memory": (
        QT_TRANSLATE_NOOP("errors", 'There is not enough memory for the engine "{engine}".'),
        QT_TRANSLATE_NOOP("errors", "It needs about {need_gb:.1f} GB; {free_gb:.1f} GB are free."),
        _LESS_MEMORY,
    ),
    "out_of_memory.unknown": (
        QT_TRANSLATE_NOOP("errors", 'There is not enough memory for the engine "{engine}".'),
        QT_TRANSLATE_NOOP("errors", "What it asked for is more than there is; {free_gb:.1f} GB are free."),
        _LESS_MEMORY,
    ),
    "out_of_memory.others": (
        QT_TRANSLATE_NOOP("errors", 'There is not enough memory for the engine "{engine}".'),
        _BESIDE_OTHERS,
        _LESS_MEMORY,
    ),
    "out_of_memory.alternative": (
        QT_TRANSLATE_NOOP("errors", 'There is not enough memory for the engine "{engine}".'),
        _BESIDE_OTHERS,
        QT_TRANSLATE_NOOP(
            "errors",
            'Close other programs, use the engine "{alternative}" ({alternative_gb:.1f} GB), or use the CPU '
            "(on the command line: --device cpu).",
        ),
    ),
    "out_of_memory.alternative_half": (
        QT_TRANSLATE_NOOP("errors", 'There is not enough memory for the engine "{engine}".'),
        _BESIDE_OTHERS,
        QT_TRANSLATE_NOOP(
            "errors",
            'Close other programs, use the engine "{alternative}" in half precision ({alternative_gb:.1f} '
            "GB), or use the CPU (on the command line: --device cpu).",
        ),
    ),
    "parameter_unknown": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" has no parameter "{name}".'),
        QT_TRANSLATE_NOOP("errors", "Its parameters are: {known}."),
        QT_TRANSLATE_NOOP("errors", 'Leave it out, or choose one of these; "sottovoce engines" lists them.'),
    ),
    "parameter_unknown.none": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" has no parameter "{name}".'),
        QT_TRANSLATE_NOOP("errors", "It has no parameters at all."),
        QT_TRANSLATE_NOOP("errors", "Leave it out, or choose another engine."),
    ),
    "parameter_invalid": (
        QT_TRANSLATE_NOOP("errors", 'The value "{value}" of {name} is not allowed.'),
        QT_TRANSLATE_NOOP("errors", "It has to be a number from {minimum_text} to {maximum_text}."),
        QT_TRANSLATE_NOOP("errors", "Give a number in this range."),
    ),
    "parameter_invalid.whole": (
        QT_TRANSLATE_NOOP("errors", 'The value "{value}" of {name} is not allowed.'),
        QT_TRANSLATE_NOOP("errors", "It has to be a whole number from {minimum_text} to {maximum_text}."),
        QT_TRANSLATE_NOOP("errors", "Give a whole number in this range."),
    ),
    "model_missing": (
        QT_TRANSLATE_NOOP("errors", 'The weights of the engine "{engine}" were not found.'),
        QT_TRANSLATE_NOOP("errors", "There is nothing at {path}."),
        QT_TRANSLATE_NOOP("errors", "Check the folder, or download the weights again."),
    ),
    "model_broken": (
        QT_TRANSLATE_NOOP("errors", 'The weights of the engine "{engine}" cannot be loaded.'),
        QT_TRANSLATE_NOOP("errors", "{path} is damaged or of another kind: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Download the weights again, or choose another folder."),
    ),
    "model_missing.any": (
        QT_TRANSLATE_NOOP("errors", "No weights were found."),
        QT_TRANSLATE_NOOP("errors", "There is nothing at {path}."),
        QT_TRANSLATE_NOOP("errors", "Check the folder, or download the weights again."),
    ),
    "pickle_unsafe": (
        QT_TRANSLATE_NOOP("errors", 'The weights of the engine "{engine}" were not read.'),
        QT_TRANSLATE_NOOP(
            "errors",
            "{path} is a pickle, which may hold a program, and PyTorch {torch} cannot guard against that; "
            "{needed} or later can.",
        ),
        QT_TRANSLATE_NOOP(
            "errors",
            'Where PyTorch is {needed} or later, here or on another computer, run "sottovoce models convert '
            '{engine}" (or give the folder), and use the files in safetensors that it makes; or let the '
            "setting torch_index take PyTorch's own index, and install the engine again.",
        ),
    ),
    "model_not_taken": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" takes no folder of weights.'),
        QT_TRANSLATE_NOOP("errors", "Its weights come in its package."),
        QT_TRANSLATE_NOOP("errors", "Leave the folder out (on the command line: without --model)."),
    ),
    "wire_broken": (
        QT_TRANSLATE_NOOP("errors", "The engine's process sent something that makes no sense."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _TRY_AGAIN,
    ),
    "wire_version_mismatch": (
        QT_TRANSLATE_NOOP("errors", "The engine's environment is of another version of the program."),
        QT_TRANSLATE_NOOP("errors", "This program speaks wire version {ours}, the environment {theirs}."),
        _REPAIR,
    ),
    # --- audio devices ------------------------------------------------------------------------
    "audio_device_missing": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" is not there.'),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_missing.any": (
        QT_TRANSLATE_NOOP("errors", "There is no device to play on."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_lost": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" is gone.'),
        QT_TRANSLATE_NOOP("errors", "It was unplugged or turned off while it played."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_lost.any": (
        QT_TRANSLATE_NOOP("errors", "The output device is gone."),
        QT_TRANSLATE_NOOP("errors", "It was unplugged or turned off while it played."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_rate_unsupported": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" cannot play this audio.'),
        QT_TRANSLATE_NOOP("errors", "It does not take {sample_rate_hz} Hz."),
        _EXPORT_STILL_WORKS,
    ),
    # --- storage ------------------------------------------------------------------------------
    "folder_missing": (
        QT_TRANSLATE_NOOP("errors", "The file cannot be saved: the folder {path} is not there."),
        QT_TRANSLATE_NOOP("errors", "There is no folder of that name."),
        QT_TRANSLATE_NOOP("errors", "Make the folder, or choose another one."),
    ),
    "folder_not_writable": (
        QT_TRANSLATE_NOOP("errors", "Nothing can be written into {path}."),
        QT_TRANSLATE_NOOP("errors", "The folder is read-only, or belongs to somebody else."),
        _ANOTHER_FOLDER,
    ),
    "output_exists": (
        QT_TRANSLATE_NOOP("errors", "{path} is there already."),
        QT_TRANSLATE_NOOP("errors", "A file of that name exists and was not to be replaced."),
        QT_TRANSLATE_NOOP("errors", "Choose another name, or delete the file first."),
    ),
    "output_not_regular": (
        QT_TRANSLATE_NOOP("errors", "The file {path} cannot be replaced."),
        QT_TRANSLATE_NOOP("errors", "Something of that name is there that is not a regular file."),
        _ANOTHER_FOLDER,
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("errors", "The disk is full: {path} was not saved."),
        QT_TRANSLATE_NOOP("errors", "There was not enough room; nothing was left behind."),
        QT_TRANSLATE_NOOP("errors", "Free some room, or choose another disk."),
    ),
    "disk_full.stream": (
        QT_TRANSLATE_NOOP("errors", "The disk is full: {path} was not written to its end."),
        QT_TRANSLATE_NOOP("errors", "There was not enough room; what was written is not complete."),
        QT_TRANSLATE_NOOP("errors", "Delete it, and free some room or choose another disk."),
    ),
    "output_unwritable": (
        QT_TRANSLATE_NOOP("errors", "The file {path} could not be written."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _ANOTHER_FOLDER,
    ),
    "nothing_to_export": (
        QT_TRANSLATE_NOOP("errors", "There is nothing to export."),
        QT_TRANSLATE_NOOP("errors", "No line has been rendered yet."),
        QT_TRANSLATE_NOOP("errors", "Press Generate first."),
    ),
    "lines_not_rendered": (
        QT_TRANSLATE_NOOP("errors", "{missing} of {total} lines have no audio yet."),
        QT_TRANSLATE_NOOP("errors", "They have not been rendered, or failed."),
        QT_TRANSLATE_NOOP("errors", "Press Generate first, or export the selected lines."),
    ),
    # --- settings -----------------------------------------------------------------------------
    "setting_invalid": (
        QT_TRANSLATE_NOOP("errors", '{origin} has a value that is not allowed: "{value}".'),
        QT_TRANSLATE_NOOP("errors", "Allowed: {allowed}."),
        QT_TRANSLATE_NOOP("errors", "Set {origin} to one of these, or leave it unset."),
    ),
    "settings_file_broken": (
        QT_TRANSLATE_NOOP("errors", "The settings file {path} cannot be understood."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}. It was kept as {kept_as}."),
        QT_TRANSLATE_NOOP(
            "errors", "Your settings are back at their defaults; set them anew or mend the file."
        ),
    ),
    "installation_failed": (
        QT_TRANSLATE_NOOP("errors", "{what}"),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "What to do: {remedy}"),
    ),
    "usage_error": (
        QT_TRANSLATE_NOOP("errors", "The command is not right."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", '"sottovoce --help" shows what there is.'),
    ),
    "unexpected": (
        QT_TRANSLATE_NOOP("errors", "Something went wrong in the program itself."),
        QT_TRANSLATE_NOOP("errors", "{kind}: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Try again. If it happens again, the log folder says more."),
    ),
}
"""Words of each error by code."""

NOTICES: dict[str, str] = {
    "control_characters_dropped": QT_TRANSLATE_NOOP(
        "errors", "{count} control characters in the text were left out."
    ),
    "text_partly_unspoken": QT_TRANSLATE_NOOP(
        "errors", "The engine has no sound for {count} characters of the text and left them out: {sample}"
    ),
    "language_not_supported": QT_TRANSLATE_NOOP(
        "errors",
        'The language "{language}" is none that the engine "{engine}" speaks: it will sound wrong. '
        "Its languages: {languages}.",
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
    "takes_lost": QT_TRANSLATE_NOOP(
        "errors", "Takes of the last session that cannot be read: {count}. Their lines are to do again."
    ),
    "host_ended": QT_TRANSLATE_NOOP(
        "errors",
        "The engine host {environment} has ended while it was idle: {reason}. It starts again when needed.",
    ),
    "session_of_another": QT_TRANSLATE_NOOP(
        "errors", "Sottovoce is open already: this window keeps a script of its own."
    ),
    "text_guessed": QT_TRANSLATE_NOOP(
        "errors", "{name} is not in UTF-8; it was read as {encoding}. Check its accents."
    ),
    "reference_words_left": QT_TRANSLATE_NOOP(
        "errors", "{name} beside the recording cannot be its words: it is empty, too long, or no text."
    ),
    "reference_added": QT_TRANSLATE_NOOP("errors", "{name} was added to the voices."),
}
"""Words of each notice by code."""
