"""The `ivrsync` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line; heavy parts load only when a command needs them."""
    from sync.cli.main import run  # noqa: PLC0415  the command line is loaded when it is run, not when this is imported

    run()


if __name__ == "__main__":
    main()
