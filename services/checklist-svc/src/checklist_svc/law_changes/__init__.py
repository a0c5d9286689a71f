"""Laws that changed (法规变动), and every list item, admission and form that stands on them."""
