"""减牌子: plaque specs, plaques, disposals and rebounds."""
