"""Which roles must have a second factor where the settings say nothing, and where they do."""

import pytest
from countykit.identity import Role
from gateway.identity.settings import IdentitySettings

POWERFUL = {Role.COUNTY_OFFICE, Role.APPROVER, Role.OPERATOR, Role.AUDITOR}


@pytest.mark.parametrize(
    ("environment", "configured", "needing"),
    [
        ("production", None, POWERFUL),
        ("production", [], set()),
        ("production", [Role.INSPECTOR], {Role.INSPECTOR}),
        ("demo", None, set()),
    ],
)
def test_in_production_who_decides_or_administers_needs_one_unless_the_settings_say_otherwise(
    environment, configured, needing
):
    settings = IdentitySettings.model_construct(environment=environment, second_factor_roles=configured)
    assert {role for role in Role if settings.needs_second_factor([role])} == needing
