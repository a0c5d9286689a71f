"""Intake (申报): which data elements the columns of a form ask for, said while typing and confirmed by people."""
