"""Engines, each in a folder of its own, found by entry points."""
