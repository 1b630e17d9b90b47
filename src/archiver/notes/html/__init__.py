"""Notes of HTML pages: families that make claims, and the resolver that decides between them.

page_text, page_view                         the page: text and places, ids and links
claims                                       what a family says: Marker, Body, Claim
links, one_way, scripted, inline, unlinked   the families
marker_candidates, labelled_lines            both sides of unlinked notes: markers, lines that begin with a label
extents, resolver                            where notes end, and which markers call which notes
trimming, removals, apply                    what is no text of a note, second copies and headings, the Draft
"""
