"""The engine host: a process of its own, its wire format and its client."""
