"""Data elements (数据元): the county's dictionary of what a column can ask for, and who has it already."""
