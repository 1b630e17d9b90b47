"""How programs save pages and mails, as far as more than one room needs to know it.

archive_addresses.py    the addresses of web archives
folders.py              the folders that browsers put beside a page
frames.py               sets of frames
copiers.py              the files that site copiers and ArchiveBox put beside the pages
mail_phrases.py         the phrases that mail programs write around a text
chats.py                the lines of chats that say who spoke
"""
