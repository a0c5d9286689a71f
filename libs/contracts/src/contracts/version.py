"""The version of Songbang, in its one place: packages, images, the API document and `songbang --version` read it."""

VERSION = "0.2.0"
"""The release that this source becomes, after Semantic Versioning 2.0.0; CONTRIBUTING.md says how one is made."""
