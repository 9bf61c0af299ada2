"""Tiny checkpoints with random weights, in the formats that the packages themselves save.

What they speak is noise: they prove the path, not the quality.
"""
