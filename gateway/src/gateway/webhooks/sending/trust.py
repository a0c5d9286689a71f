"""TLS towards receivers: always verified, with the installation's further authorities and the endpoint's identity."""

import os
import ssl
from functools import lru_cache
from pathlib import Path


def trusting(ca_file: Path | None, certificate: str | None = None, key: str | None = None) -> ssl.SSLContext:
    """The context for one endpoint; those without a client certificate share one."""
    if certificate is None or key is None:
        return _shared(ca_file)
    context = _made(ca_file)
    # The ssl module loads keys from files only; this one never reaches a disk.
    descriptor = os.memfd_create("client-certificate")
    try:
        os.write(descriptor, f"{key}\n{certificate}\n".encode())
        context.load_cert_chain(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)
    return context


@lru_cache(maxsize=4)
def _shared(ca_file: Path | None) -> ssl.SSLContext:
    return _made(ca_file)


def _made(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context
