"""Everything of Sottovoce that needs no window: values, text, audio, engines, hosts, services."""
