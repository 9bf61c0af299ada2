"""An engine whose module does not import."""

raise ImportError("libchoir.so.3: cannot open shared object file")
