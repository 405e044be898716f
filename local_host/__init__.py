"""A single-process stand-in for `func start`: it runs any unmodified function_app.py on Azurite."""
