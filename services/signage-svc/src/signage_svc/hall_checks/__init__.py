"""Checks of service places by inspectors: the three details (三个细节), which a township may contest."""
