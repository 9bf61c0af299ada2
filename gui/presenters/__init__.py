"""Presenters: they hold a frozen view state and render it into passive widgets."""
