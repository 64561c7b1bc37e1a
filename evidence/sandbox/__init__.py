"""Work on hostile bytes in a process of its own that can reach nothing.

`run` is the parent's side, `child` the process, `confine` what it may do. `pictures`, `videos` and
`covering` draw that way, `chats` reads, each with a child of its own. Nothing in this package may
import Django: the child imports it too.
"""
