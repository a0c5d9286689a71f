"""What this service hears."""

from countykit import directory
from servicekit.consumers import Consumers

consumers = Consumers()
consumers.include(directory.follow)
