"""Off-plan demands (目录外报表, 体外循环): forms demanded of villages outside of the catalogue."""
