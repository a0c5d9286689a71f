"""What this service hears."""

from countykit import calendar, directory
from servicekit.consumers import Consumers

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
