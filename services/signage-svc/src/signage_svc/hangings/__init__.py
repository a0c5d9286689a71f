"""Hanging requests (挂牌申请): the gate that a body passes before a new board hangs anywhere."""
