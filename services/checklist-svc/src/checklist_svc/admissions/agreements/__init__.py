"""Agreements (费随事转): who does entrusted work, at which price, and what of it is paid."""
