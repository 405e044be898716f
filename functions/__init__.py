"""The cloud host: parse the call, call the core, shape the answer."""
