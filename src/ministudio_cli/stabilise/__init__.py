"""Steadying: where a plate lies in a take, who stands before it, and the locks of plate and colours."""
