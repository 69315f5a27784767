"""`python -m ministudio_cli` is `ministudio`."""

from ministudio_cli.cli import main

if __name__ == "__main__":
    main()
