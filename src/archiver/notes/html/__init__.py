"""Notes of HTML pages: families that make claims, and the resolver that decides between them.

page_text, page_view                 the page for the families: its text, places in the text, ids, links
claims                               the classes Marker, Body and Claim
marked                               family: notes that a document marks as notes
links                                family: markers that are links, with a role or a backlink
one_way                              family: links without backlinks
scripted                             family: markers and notes that scripts or attributes connect
whole_list                           family: links to the whole list of notes
ways_back                            family: empty markers to which notes lead back
by_address                           family: links to other sites, which the notes have, too
inline                               family: notes in the running text
unlinked                             family: markers and notes without links
marker_candidates, labelled_lines    for unlinked: the markers, and the lines that begin with a label
extents, resolver                    where each note ends, and which markers call which notes
trimming, removals, apply            parts of notes that are no text, second copies and headings, the Draft
"""
