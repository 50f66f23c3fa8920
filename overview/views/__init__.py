"""Pages that compose several rooms: homes, what needs attention, the organization; and the views people save."""
