"""Joint punishment (notice, 三(一)3): tasks for departments and prompts for members.

Whether there is one is for the rules alone to say (`support`); a job follows what changes and what a day decides
(`following`, `opening`); departments and members say what they did (`tasks`, `prompts`).
"""
