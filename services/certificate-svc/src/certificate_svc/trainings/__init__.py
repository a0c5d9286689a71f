"""Trainings (专题培训) on issuing certificates lawfully; never an input of the ranking."""
