"""The limits that a worker process puts on itself. Nothing is imported here that would slow its start."""

import resource
import sys


def limit_this_process() -> None:
    """Called first by a worker: memory beyond the limit fails, processor time beyond it kills (setrlimit(2)).

    Nothing is written to disk.
    """
    megabytes, seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
