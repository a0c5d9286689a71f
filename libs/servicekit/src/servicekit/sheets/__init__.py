"""Reads tables as people make them: XLSX, XLS, ODS, CSV and JSON, in a process of their own (`sheets.worker`).

Nothing here imports the web framework or the database, so that the process starts in milliseconds.
"""
