"""«За кого вы действуете»: the pages of those who act for others."""
