"""Integrity (一致性检查): what in the county's forms and dictionary contradicts itself or serves nobody."""
