"""Assignments (分类工作): an admitted task is dispatched village by village; elsewhere it asks nothing."""
