"""Projects: one ``.sottovoce`` file each, with lines, takes, their audio and the settings.

The file is described in docs/project-format.md.
"""
