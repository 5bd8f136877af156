"""Tables, and the domain operations on them: functions that take a session and flush, never commit."""
