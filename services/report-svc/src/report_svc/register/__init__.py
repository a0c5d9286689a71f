"""The register of values: what bodies and villages have said of each village, element by element, with its source."""
