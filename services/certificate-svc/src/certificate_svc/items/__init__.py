"""Certificate items: what villages may issue, what nobody may ask of them, and what a county may still admit."""
