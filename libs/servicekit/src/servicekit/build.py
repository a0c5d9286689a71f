"""Which release a process runs, among its figures."""

import platform

from contracts.version import VERSION
from prometheus_client import Gauge

BUILD = Gauge("songbang_build_info", "The release that this process runs; always 1", ["version", "python"])
BUILD.labels(VERSION, platform.python_version()).set(1)
