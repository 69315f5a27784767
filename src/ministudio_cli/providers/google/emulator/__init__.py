"""Google's services on loopback, strict: they refuse what the real ones are known to refuse, and count the bill."""
