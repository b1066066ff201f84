"""Arrays that remember how to compute themselves, and their fused execution."""
