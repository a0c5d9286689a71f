"""Contested findings: what an objection decides, and the repairs that fall with a finding."""
