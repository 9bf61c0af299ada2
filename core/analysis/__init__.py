"""Looks into a recording: voice activity, the best stretch, the verdict. Runs in the analysis host only."""
