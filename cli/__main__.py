"""Run the command line: ``python -m cli COMMAND``."""

import sys

from cli.app import build

if __name__ == "__main__":
    build(sys.argv[1:2])(prog_name="./apex")
