"""XTTS v2: seventeen languages, clones from a recording alone.

``engine`` describes it and imports nothing heavy; ``files`` reads the folder and lets nothing of its
configuration through that is no plain number; ``loading`` makes the package's model; ``latents`` keeps
what was heard in a reference; ``model`` speaks.
"""
