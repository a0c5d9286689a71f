"""The limits that a worker process puts on itself. Nothing is imported here that would slow its start."""

import resource
import sys


def limit_this_process(*, pieces: bool = False) -> None:
    """Called first by a worker: memory beyond the limit fails, processor time beyond it kills (setrlimit(2)).

    Nothing is written to disk. Of a process that is kept, the time of each of its `pieces` is limited instead.
    """
    megabytes, seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not pieces:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def limit_next_piece() -> None:
    """Called before each piece of work: it may take the seconds of one from here."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + int(sys.argv[2]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
