"""Who may come in: accounts, systems' clients, tokens and the keys that sign them."""
