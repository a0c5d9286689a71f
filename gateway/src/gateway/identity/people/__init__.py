"""People from a table (人员导入): accounts and posts of many at once, all or none."""
