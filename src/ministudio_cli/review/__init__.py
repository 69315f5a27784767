"""The room: a film in a page that is alive, on this machine."""
