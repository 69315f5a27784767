"""A jointed figure: its skeleton, its volumes and how they are painted. Lengths are hundredths of the head's height."""
