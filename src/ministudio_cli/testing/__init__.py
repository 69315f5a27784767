"""What developers of providers test them against."""
