"""Associations and agencies (notice, 三(二)4): mandates, nominations by the standard, sanctions by charter.

A nomination is proposed to the department that recognises, or kept inside the association, where it counts alone.
"""
