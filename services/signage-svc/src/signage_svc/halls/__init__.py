"""Service halls (综合服务大厅): areas, windows and posts with A and B staff, and the sign that guides to them."""
