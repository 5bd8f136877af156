"""The console: what people look at who do not write programs.

It is a process of its own and speaks to the service through the SDK alone, so it can do what the API can do, with the
rights of whoever has signed in, and nothing else.
"""
