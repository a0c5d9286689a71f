"""What this service hears."""

from countykit import calendar, directory
from servicekit.consumers import Consumers

from checklist_svc.admissions import plans
from checklist_svc.admissions.assignments import visits
from checklist_svc.admissions.burdens import forms
from checklist_svc.admissions.village_minutes import happenings
from checklist_svc.law_changes import watch

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
consumers.include(visits.follow)
consumers.include(plans.follow)
consumers.include(forms.follow)
consumers.include(happenings.follow)
consumers.include(watch.follow)
