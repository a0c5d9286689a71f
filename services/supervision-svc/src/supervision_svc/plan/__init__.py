"""The yearly plan of inspections, assessments and research visits (督查检查考核计划), of all bodies together."""
