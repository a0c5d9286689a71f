"""The history of each record with a state: written with the change itself, read as the record is read."""
