"""Plaques (牌子): the ledger, conformity, disposals and rebounds."""
