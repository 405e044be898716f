"""Run the command line: ``python -m cli COMMAND``."""

import sys

from cli.app import build

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # what a terminal cannot show is shown as \udc80
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    build(sys.argv[1:2])(prog_name="./apex")
