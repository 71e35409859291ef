"""How good and how fast is it? Benchmarks on real data, each beside its yardstick."""
