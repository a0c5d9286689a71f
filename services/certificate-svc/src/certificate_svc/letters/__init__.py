"""Letters to who demands: a neutral question before any verdict, its answer, and the letter about what is repeated."""
