"""The yearly catalogue (报表目录) of approved forms (FRM-04)."""
