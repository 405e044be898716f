"""Reading the files a user names, with one sentence for each way that can fail."""

import json
from pathlib import Path
from typing import Any

import yaml

from apex_core.errors import InputError


def read_file(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    InputError
        When there is no such file, or it cannot be read.
    """
    if path.is_dir():
        raise InputError("this is a folder; name a file in it", path=str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", path=str(path)) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", path=str(path)) from error


def read_values(path: Path) -> Any:
    """Return the plain values of a YAML or JSON file.

    Raises
    ------
    InputError
        With line and column where the text is not well formed.
    """
    data = read_file(path)
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8 text", path=str(path)) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"the file is not JSON: {error.msg} at {where}", path=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        said = getattr(error, "problem", None) or "it cannot be read"
        raise InputError(f"the file is not YAML: {said}{where}", path=str(path)) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of 5000 digits
        raise InputError(f"the file cannot be read: {error}", path=str(path)) from error
