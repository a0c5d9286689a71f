"""The county's figures: counts, time series and the heat map, all computed from facts."""
