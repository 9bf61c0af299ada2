"""Passive widgets."""
