"""A county's own documents behind the rules (本县依据): what its letters may cite where no law holds everywhere."""
