"""For workers of a farm: `dask worker tcp://… --nthreads 1 --preload ministudio_cli.farm`."""

from ministudio_cli.graph.engines.farm_worker import dask_setup

__all__ = ["dask_setup"]
