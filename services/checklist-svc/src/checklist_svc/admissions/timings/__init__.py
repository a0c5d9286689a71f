"""Timings: how long villages' work really takes, and the minutes that an application follows from."""
