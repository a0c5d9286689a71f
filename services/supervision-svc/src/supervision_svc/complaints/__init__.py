"""Complaints (投诉举报): anybody may complain without saying who they are, and reads the answer by a code."""
