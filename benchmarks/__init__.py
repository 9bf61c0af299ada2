"""What backs the figures in docs/benchmarks.md; each file is a program."""
