"""What server and SDK share, so that every answer, online or offline, comes from one piece of code."""
