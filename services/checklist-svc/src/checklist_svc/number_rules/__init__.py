"""How strictly a county checks admission numbers outside of this service (准入编号核验), area by area from a day on."""
