"""Reading text aloud: what is written to what is spoken, with each spoken part's place in what was written. Pure."""
