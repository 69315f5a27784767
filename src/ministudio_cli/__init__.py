"""ministudio treats a film like code: a screenplay is source, a film is its build."""

__version__ = "0.1.0"
