"""The public site as files: stories, their index and feed, and the overview for everybody.

`files.build_site` makes all of them; `python -m lib.export.site FOLDER` writes them for any web
server. Pages have no script and ask nothing of another host. Not here: serving them
(`lib.web.public_site`).
"""
