"""The directory of regions (行政区划) and departments (党政群机构), which every service follows."""
