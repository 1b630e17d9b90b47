"""How evidence is weighed in more than one room: with trees that were learned from labelled pages, over stretches of prose. The learned weights
themselves are with the rooms that use them.

    trees.py       gradient-boosted decision trees
    sequences.py   shares, running sums and distances in a sequence of lines
    stretches.py   the stretch of lines with the most prose
"""
