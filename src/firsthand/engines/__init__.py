"""Which programs and models of others see more than bytes? Each is run here, guarded, and answers with plain values."""
