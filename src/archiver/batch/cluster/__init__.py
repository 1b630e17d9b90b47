"""A batch on a Dask cluster: shards are the tasks of Dask, and each is done by a process of its own with the same guard as on one machine.

    engine.py      the caller: hands the shards to the scheduler, and gives the results as they come
    on_worker.py   what a worker of Dask does: starts a process for a shard, and ends it when the task is cancelled
    job.py         a shard as a message, and what the process does with it

Dask alone has no limit of time, and counts a source that ends its worker against all others of that worker. So no source is ever read in a worker of
Dask itself (docs/decisions/cluster.md). Needs the extra "dask".
"""
