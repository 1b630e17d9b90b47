"""How programs save pages and mails, as far as more than one room needs to know it.

archive_addresses.py    the addresses of web archives
folders.py              the folders that browsers put beside a page
mail_phrases.py         the phrases that mail programs write around a text
"""
