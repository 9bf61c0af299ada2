"""Weights: what there is to fetch, where it comes from, how it is fetched, checked and kept.

``manifest`` is the data; ``sources`` says where a file may come from, ``transport`` speaks HTTP, ``fetch``
brings one file and ``download`` a whole model; ``verify`` holds what lies there against its manifest;
``ledger`` remembers accepted licences and the hashes that were seen first.
"""
