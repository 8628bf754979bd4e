"""The kernel's LLVM code as numba makes it, before any optimiser has tied it to one processor.

A process of its own: `NUMBA_OPT=0` must stand in the environment before numba is imported, and what it compiles must not be
mixed with what studies run.
"""

import os
import subprocess
import sys
import tempfile

ENTRIES = ("run_whole", "begin", "advance_day", "measure", "redate")


def kernel_ir() -> str:
    """LLVM code of all that the page calls, from a process of its own; OSError with its last words where that fails."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
        environment |= {
            "NUMBA_OPT": "0",
            "COMMUNITY_CACHE": cache,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONWARNINGS": "ignore",
        }
        command = [sys.executable, "-m", "community_dynamics.page.kernel.ir"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"the kernel's LLVM code could not be made: {done.stderr.strip().rpartition(chr(10))[2]}")
    return done.stdout


def compiled_ir() -> str:
    """The same, in this process: one function that calls every entry, so that all of them stand in one module."""
    import numba
    from numba import types

    from community_dynamics.sim.engine import compiled
    from community_dynamics.sim.memory import ArrayTableType
    from community_dynamics.sim.world import World

    kernel = compiled()
    run_whole, redate = kernel.run_whole, kernel.redate

    @numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
    def everything(world, seed, stop):  # type: ignore[no-untyped-def]
        redate(world)
        return run_whole(world, seed, stop)

    signature = (ArrayTableType(World), types.uint64, types.Array(types.int64, 1, "C"))
    everything.compile(signature)
    return str(everything.inspect_llvm(signature))


if __name__ == "__main__":
    sys.stdout.write(compiled_ir())
