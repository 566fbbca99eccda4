"""Documents on paper (PDF), typeset by Typst."""
