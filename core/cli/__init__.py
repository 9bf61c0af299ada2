"""The command line `sottovoce`."""
