"""`python -m community_dynamics.page.kernel.build` writes what the page's engine needs, where it is not there already.

page/src/engine/kernel.wasm is the kernel as studies run it, compiled for browsers; tables.json beside it is what the page
shows. Both carry one key, a hash of all that the module is made from: an edited rule makes them anew, and a page with two
keys does not start.
"""

import hashlib
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from community_dynamics.page.kernel import ir, retarget, tables

HERE = Path(__file__).resolve().parent
MODULE = HERE.parent / "src" / "engine" / "kernel.wasm"
SECTION = b"community"  # of the module: holds its key
ZIG = (sys.executable, "-m", "ziglang")
COMPILE = ("cc", "--target=wasm32-freestanding", "-O3", "-msimd128", "-mbulk-memory", "-fno-math-errno", "-c")
LINK = ("wasm-ld", "--no-entry", "--export-memory", "--gc-sections", "-O3", "--strip-all")
REMEDY = "install the toolchain with: make page"


def key() -> str:
    """Hash of all that decides the module: the kernel's sources, numba's and Python's versions, and the makers here."""
    from community_dynamics.sim.compiled import source_hash
    from community_dynamics.sim.engine import FOUNDATION, KERNEL, RULES

    digest = hashlib.sha256(source_hash((*FOUNDATION, *RULES, *KERNEL)).encode())
    for file in ("ir.py", "retarget.py", "runtime.c"):
        digest.update(b"\0" + (HERE / file).read_bytes())
    digest.update(f"\0{COMPILE}{LINK}".encode())
    return digest.hexdigest()[:32]


def zig(*words: str) -> None:
    """Run one of the toolchain's programs; OSError with what it said where it fails."""
    done = subprocess.run([*ZIG, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"{words[0]} failed: {done.stderr.strip()}")


def linked(kernel: bytes) -> bytes:
    """The module from the kernel's object file and the runtime's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kernel.o").write_bytes(kernel)
        zig(*COMPILE, str(HERE / "runtime.c"), "-o", str(folder / "runtime.o"))
        zig(*LINK, str(folder / "kernel.o"), str(folder / "runtime.o"), "-o", str(folder / "kernel.wasm"))
        return (folder / "kernel.wasm").read_bytes()


def with_section(module: bytes, text: str) -> bytes:
    """The module with a custom section of this text (shorter than 100 letters) at its end."""
    payload = bytes([len(SECTION)]) + SECTION + text.encode()
    return module + bytes([0, len(payload)]) + payload


def is_current(wanted: str, file: Path = MODULE) -> bool:
    """Whether the module is there and was made from what is here now."""
    return file.exists() and file.read_bytes().endswith(SECTION + wanted.encode())


def build(file: Path = MODULE) -> bool:
    """Make module and tables where they are not current; True where the module was made anew."""
    wanted = key()
    tables.write(wanted)
    if is_current(wanted, file):
        return False
    if find_spec("ziglang") is None:
        raise OSError(f"the page's kernel needs ziglang, which is not installed; {REMEDY}")
    kernel = retarget.wasm_object(ir.kernel_ir(), ir.ENTRIES)
    file.write_bytes(with_section(linked(kernel), wanted))
    return True


def main() -> int:
    """Build, and say what was done."""
    try:
        made = build()
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    state = "made" if made else "is current"
    print(f"kernel.wasm {state}: {MODULE.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
