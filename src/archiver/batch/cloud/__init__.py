"""Sources and results in object stores (`s3://…`), through fsspec. Needs the extra "cloud".

    addresses.py    what is an address of a store
    store.py        read, put and list objects, with errors of our own
    listing.py      the sources that an address leads to
    conversion.py   a task whose source or results are in a store: fetch, convert here, put
    results.py      the results of a batch in a store, and what its ledger knows, one object for each source

Only addresses that the user names are used. Credentials come from where the tools of the store take them (the environment, their own files), never from
an address, and never go into a record, a ledger or a message.
"""

from archiver.batch.cloud.addresses import is_stored

__all__ = ["is_stored"]
