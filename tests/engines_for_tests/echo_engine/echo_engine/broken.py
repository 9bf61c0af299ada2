"""An engine whose module does not even import."""

raise ImportError("libecho.so.7: cannot open shared object file")
