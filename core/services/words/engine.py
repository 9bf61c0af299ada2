"""Words of the errors of engines, their models and their hosts."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

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

ERRORS: dict[str, Words] = {
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
}
