"""The body of a text that was copied out of a browser: its lines judged by evidence, as the units of a page are.

features.py    what is measured of a line, its neighbours and its place
model.py       the learned model: how likely a line is body
evidence.py    what shows page chrome, without which no line goes
finder.py      which lines are kept, and the rule under which the others go
"""
