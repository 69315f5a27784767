"""The only way money leaves: a purchase is claimed, written down, sent once, waited for, and never sent twice."""
