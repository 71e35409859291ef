"""How did the casebook's tables come to be? One file a step, never changed once released."""
