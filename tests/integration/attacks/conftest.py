"""Real processes on real ports, and somebody who means them ill beside somebody who only wants to work."""

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count

import httpx
import pytest
from servicekit.identity import Role, significant
from gateway.identity.keyring import Keyring
from songbang.ports import HOST, free_port

from tests.conftest import clone_of, drop
