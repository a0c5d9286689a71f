"""Good practices (好做法): the sixth grade of a visit. Counted once somebody else verified them."""
