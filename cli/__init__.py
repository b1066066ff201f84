"""The command line: the only room of gradline that reads files or prints."""

from __future__ import annotations


def main() -> None:
    """The console script: run the command that `sys.argv` names, and exit with its status."""
    import gc

    gc.disable()  # what start-up makes stays; a session turns the collector on again
    from .app import main as run

    run()
