"""From an estimate to the files people open: JSON, CSV, XLSX, HTML."""
