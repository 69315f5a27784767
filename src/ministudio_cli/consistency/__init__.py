"""What a take must be before it is accepted."""
