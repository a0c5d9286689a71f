"""Departments (党政群机构)."""
