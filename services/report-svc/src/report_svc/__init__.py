"""减报表: forms, the yearly catalogue, arrangements, filings and off-plan demands."""
