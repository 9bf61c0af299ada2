"""The public names of Sottovoce: ``sottovoce.engine`` to write an engine, ``sottovoce.client`` to use one."""

__version__ = "0.1.0"
