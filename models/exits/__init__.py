"""Exits: the four ends of a record, how they are asked for, and telling those who received the record."""
