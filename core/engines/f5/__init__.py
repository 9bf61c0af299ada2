"""F5-TTS: flow matching, clones from a recording and its words.

``engine`` describes it and imports nothing heavy; ``loading`` makes the package's classes from a
folder; ``model`` speaks. ``prompt`` and ``plan`` decide what the package is handed: its own cutting of
references and texts is not used, for the reasons in docs/decisions/0010-f5-and-xtts.md.
"""
