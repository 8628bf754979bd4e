"""From the kernel's LLVM code to an object file for WebAssembly, by the LLVM that numba brings along.

The code holds nothing that is tied to one processor: a World is one pointer to a table of 64-bit words, records hold no
pointers, and dice and arithmetic need no mathematical library. So it is given another target, optimised for that, and emitted.
"""

import re

import llvmlite.binding as llvm

TARGET = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"


def without_wrappers(text: str) -> str:
    """The code without the functions by which Python calls it: nothing in a page does, and they need CPython."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith("define") and ("@_ZN7cpython" in line or "@cfunc." in line):
            inside = True
        if not inside:
            kept.append(line)
        elif line.rstrip() == "}":
            inside = False
    return "".join(kept)


def for_one_thread(text: str) -> str:
    """The code with references counted plainly: each worker has a module to itself, and fences hinder optimising."""
    text = re.sub(r"^  fence \w+\n", "", text, flags=re.MULTILINE)
    count = r"(%\S+) = atomicrmw (add|sub) ptr (%\S+), i64 1 monotonic, align 8"
    plain = r"\1 = load i64, ptr \3, align 8\n  %counted = \2 i64 \1, 1\n  store i64 %counted, ptr \3, align 8"
    return re.sub(count, plain, text)


def for_target(text: str, data: str) -> str:
    """The same code, saying that it is for WebAssembly; what it says of this machine's processor is dropped."""
    text = re.sub(r'target datalayout = ".*"', f'target datalayout = "{data}"', text)
    text = re.sub(r'target triple = ".*"', f'target triple = "{TARGET}"', text)
    text = re.sub(r'"target-(cpu|features)"="[^"]*"', "", text)
    return text.replace("= common ", "= internal ")  # WebAssembly has no common symbols


def entry_names(names: list[str], entry: str) -> list[str]:
    """Those of some mangled names that stand for a function of the kernel with this name."""
    found = re.compile(rf"^_ZN.*\d{re.escape(entry)}B\d")
    return [name for name in names if found.match(name) and f"{len(entry)}{entry}B" in name]


def open_entries(module: llvm.ModuleRef, entries: tuple[str, ...]) -> None:
    """Give each entry the name kernel_<entry>, and close everything else, so that it may be inlined or dropped."""
    defined = [function for function in module.functions if not function.is_declaration]
    for function in defined:
        function.linkage = "internal"
    for entry in entries:
        named = entry_names([function.name for function in defined], entry)
        if len(named) != 1:
            raise ValueError(f"the kernel has {len(named)} functions called {entry}; one is needed")
        function = next(one for one in defined if one.name == named[0])
        function.name, function.linkage = f"kernel_{entry}", "external"


def wasm_object(text: str, entries: tuple[str, ...]) -> bytes:
    """The object file."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TARGET).create_target_machine(
        cpu="generic", features=FEATURES, opt=3, reloc="static", codemodel="default"
    )
    module = llvm.parse_assembly(for_target(for_one_thread(without_wrappers(text)), str(machine.target_data)))
    module.verify()
    open_entries(module, entries)
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    emitted: bytes = machine.emit_object(module)
    return emitted
