"""Drawn samples of disposals (抽样核验): some are looked at, and what that shows holds for the rest."""
