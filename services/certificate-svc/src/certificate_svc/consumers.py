"""What this service hears."""

from countykit import calendar, directory
from servicekit.consumers import Consumers

from certificate_svc.law_reviews import service as law_reviews

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
consumers.include(law_reviews.follow)
