"""Work on hostile bytes in a process of its own that can reach nothing.

`run` is the parent's side, `child` the process, `confine` what it may do. `pictures` and `videos`
make previews that way, with `picture_child` and `video_child`. Nothing in this package may import
Django: the child imports it too.
"""
