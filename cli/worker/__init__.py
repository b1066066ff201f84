"""The process that runs strangers' programs, and what watches it.

A command forks a worker before anything heavy is imported. The worker gives up what it does not
need (wall.py), imports NumPy and the engine, and answers requests (server.py). The command keeps
the clock, the terminal and the files (process.py, supervisor.py). They talk in frames (wire.py).
"""
