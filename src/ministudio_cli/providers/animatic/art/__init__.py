"""The art library: drawings of things from Noto Emoji, and the words that find them; baked by `make art`."""
