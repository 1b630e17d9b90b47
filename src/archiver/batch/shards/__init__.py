"""Shards: the sources of one batch, divided among several machines.

division.py    which shard a source belongs to, and which shard this machine does
plan_file.py   the frozen plan that all shards read
ledgers.py     the ledger of each shard, and all ledgers of a folder read as one
"""

from archiver.batch.shards.division import WHOLE, Shard, of_this_machine
from archiver.batch.shards.ledgers import ledger_name, ledgers_in

__all__ = ["WHOLE", "Shard", "ledger_name", "ledgers_in", "of_this_machine"]
