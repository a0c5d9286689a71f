"""What this service hears."""

from countykit import calendar, directory, numbers
from servicekit.consumers import Consumers

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
consumers.include(numbers.follow)
