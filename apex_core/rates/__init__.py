"""A company's own rate books: read, kept, searched and compared."""
