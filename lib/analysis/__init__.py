"""Pure functions on numbers and frames: gap, pace, scenario, change, rates, disclosure.

Nothing here reads a file, knows the date or formats a number.
"""
