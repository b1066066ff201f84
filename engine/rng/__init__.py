"""PyTorch's random numbers: the generator, and what is drawn from it."""
