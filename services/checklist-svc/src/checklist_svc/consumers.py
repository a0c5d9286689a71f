"""What this service hears."""

from countykit import calendar, directory
from servicekit.consumers import Consumers

from checklist_svc.admissions.assignments import visits

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
consumers.include(visits.follow)
