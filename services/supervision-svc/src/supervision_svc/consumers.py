"""What this service hears."""

from servicekit import directory
from servicekit.consumers import Consumers

consumers = Consumers()
consumers.include(directory.follow)
