"""The command line: the only room of gradline that reads files or prints."""

from __future__ import annotations

# Commands whose work is done by a worker.
EVALUATING = frozenset(["eval", "grad", "jacobian", "hessian", "check", "run", "test"])


def main() -> None:
    """The console script: run the command that `sys.argv` names, and exit with its status.

    The worker starts first: it imports NumPy while the command line is read.
    """
    import gc
    import sys
    from signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal

    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, SIG_DFL)  # there is nothing to tidy up yet, and no traceback to show
    gc.disable()  # what start-up makes stays; a worker turns the collector on again
    words = sys.argv[1:]
    worker = None
    if len(words) > 1 and words[0] in EVALUATING and not {"-h", "--help"} & set(words):
        from .worker.process import Worker

        worker = Worker.start()
    from .app import main as run

    run(words, worker)
