"""Quality control: what is measured of takes and films, judged, and mended where it is better for it."""
