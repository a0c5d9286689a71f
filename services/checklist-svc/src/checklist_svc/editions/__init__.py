"""Editions of the three lists (三个清单): 依法履职, 协助政府, 负面."""
