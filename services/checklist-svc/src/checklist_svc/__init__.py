"""减工作事务: the three lists, admissions, imposed tasks and chat groups."""
