"""Good practices (好做法): the sixth grade of a visit. Praised once others verified them, never scored (INS-08)."""
