"""What the program does for a person: one file a use case, each reading as its pipeline."""
