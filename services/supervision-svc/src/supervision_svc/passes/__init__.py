"""Visit passes (检查通行单): what a body shows at the village, and what the village is told about it."""
