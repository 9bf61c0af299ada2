"""Audio read, measured, written and played. Nothing here knows an engine or a window."""
