"""Pictures and files of a story for communication staff."""
