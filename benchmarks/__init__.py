"""What is measured, against what. `benchmarks/README.md` keeps the last figures."""
