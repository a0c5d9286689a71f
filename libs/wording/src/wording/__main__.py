"""`python -m wording` trains the shipped models anew from the shipped texts."""

from pathlib import Path

from wording.training import train_all, write

if __name__ == "__main__":
    write(train_all(), Path(__file__).parent / "data" / "models")
