"""Reading the files a user names, with one sentence for each way that can fail."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import yaml

from apex_core.documents.limits import DEFAULT_LIMITS
from apex_core.documents.parsing import parse
from apex_core.errors import InputError, UnreadableDocument
from apex_core.model.document import ParsedDocument


def read_file(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    InputError
        When there is no such file, or it cannot be read.
    """
    try:
        _check_file(path.stat(), str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", path=str(path)) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", path=str(path)) from error


def _check_file(found: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputError("this is a folder; name a file in it", path=path)
    if not stat.S_ISREG(found.st_mode):
        raise InputError("this is no file of its own, but a device or a pipe", path=path)
    if found.st_size > DEFAULT_LIMITS.file_bytes:
        most = DEFAULT_LIMITS.file_bytes // 2**20
        raise InputError(f"the file is larger than {most} MB; split it", path=path)


def parse_file(path: Path) -> ParsedDocument:
    """Parse a document.

    Raises
    ------
    InputError
        When it cannot be read, with the file's name.
    """
    try:
        return parse(read_file(path), path.name)
    except UnreadableDocument as error:
        raise InputError(error.message, path=str(path)) from error


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
        is_json = path.suffix.lower() == ".json"
        values = json.loads(text) if is_json else yaml.safe_load(text)
        json.dumps(values, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "the file holds half a character, such as \\ud800; write the whole one", path=str(path)
        ) from error
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
    return values
