"""Environments: where they are, what is in them. Standard library only."""
