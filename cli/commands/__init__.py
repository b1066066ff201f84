"""The commands, one file each: what they take, what they ask of the worker, what they print."""
