"""What anybody reports by the code of a hall or of a village's notice board: a to-do of the township."""
