"""What developers run by hand: hostile programs made by a generator, and fuzzing."""
