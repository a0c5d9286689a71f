"""Chat groups (工作群) and apps that face villages."""
