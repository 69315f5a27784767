"""What developers and tests try films against: Google's services, emulated on this machine."""
