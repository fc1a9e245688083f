"""Files that lie where other computers write too: the question at opening, and the way back at closing."""
