"""The sending side: claims, signs, sends under guard, and writes the results down."""
