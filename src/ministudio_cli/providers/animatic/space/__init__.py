"""Places composed of blocks: a ground, what bounds it, what is overhead, what fills the air; metres under one lens."""
