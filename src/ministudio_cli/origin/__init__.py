"""Films that say what they are: signed credentials (C2PA), and reading them back."""
