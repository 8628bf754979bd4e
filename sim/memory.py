"""How compiled code sees a World: as one pointer to a table of arrays.

Passing a tuple of arrays to every function would hand over some 270 numbers a call and take two minutes to compile;
a pointer takes seconds. `world.person[seat]` reads the same in Python and in compiled code. The table holds borrowed
references: the Python World that owns the arrays must outlive the call, as it does for any argument.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np import arrayobj
from numba.np.numpy_support import from_dtype


class ArrayTable:
    """Arrays by name, with the table of their addresses that compiled code reads. Subclasses state LAYOUT."""

    LAYOUT: Mapping[str, tuple[np.dtype, int]] = {}

    def __init__(self, **arrays: np.ndarray) -> None:
        """Take the arrays; every one of LAYOUT must be given, in its type and number of dimensions."""
        self.memory = np.zeros(sum(5 + 2 * dimensions for _, dimensions in self.LAYOUT.values()), np.int64)
        self.address = self.memory.ctypes.data
        self.put(**arrays)

    def put(self, **arrays: np.ndarray) -> None:
        """Replace some of the arrays."""
        at = 0
        for name, (dtype, dimensions) in self.LAYOUT.items():
            if name in arrays:
                array = arrays[name]
                if array.dtype != dtype or array.ndim != dimensions or not array.flags.c_contiguous:
                    raise TypeError(
                        f"{name}: expected contiguous {dtype} in {dimensions} dimensions, got {array.dtype} in {array.ndim}"
                    )
                setattr(self, name, array)
                header = (0, 0, array.size, array.itemsize, array.ctypes.data)
                self.memory[at : at + 5 + 2 * dimensions] = (*header, *array.shape, *array.strides)
            at += 5 + 2 * dimensions


class ArrayTableType(types.Type):
    """Compiled-code type of an ArrayTable: a pointer, with the offset and array type of each name."""

    def __init__(self, table: type[ArrayTable]) -> None:
        """Type for one subclass of ArrayTable."""
        self.arrays = {}
        self.offsets = {}
        at = 0
        for name, (dtype, dimensions) in table.LAYOUT.items():
            self.arrays[name] = types.Array(from_dtype(dtype), dimensions, "C")
            self.offsets[name] = 8 * at
            at += 5 + 2 * dimensions
        layout = hashlib.sha256(repr(sorted(table.LAYOUT.items())).encode()).hexdigest()[:16]
        super().__init__(name=f"{table.__name__}({layout})")


@register_model(ArrayTableType)
class ArrayTableModel(models.PrimitiveModel):
    """An ArrayTable is represented by its table's address."""

    def __init__(self, manager: Any, fe_type: Any) -> None:
        """A plain pointer."""
        super().__init__(manager, fe_type, ir.IntType(8).as_pointer())


@infer_getattr
class ArrayTableAttribute(AttributeTemplate):
    """`table.name` has the array type that the layout states."""

    key = ArrayTableType

    def generic_resolve(self, table: ArrayTableType, name: str) -> Any:  # type: ignore[override]
        """Type of one attribute."""
        return table.arrays.get(name)


@lower_getattr_generic(ArrayTableType)
def load_array(context: Any, builder: Any, table_type: ArrayTableType, table: Any, name: str) -> Any:
    """Load the header of one array from the table; what the layout fixes is a constant.

    No compiled code writes to the table, and saying so lets the compiler load each header once, not after every store.
    """
    array_type = table_type.arrays[name]
    array = arrayobj.make_array(array_type)(context, builder)
    item = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(array_type.dtype)))

    def word(at: int) -> Any:
        place = cgutils.gep_inbounds(builder, table, table_type.offsets[name] + 8 * at)
        loaded = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    shape = [word(5 + axis) for axis in range(array_type.ndim)]
    strides = [item]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    array.nitems, array.itemsize = word(2), item
    array.data = builder.inttoptr(word(4), array.data.type)
    array.shape, array.strides = cgutils.pack_array(builder, shape), cgutils.pack_array(builder, strides)
    return array._getvalue()


@unbox(ArrayTableType)
def unbox_table(table_type: ArrayTableType, obj: Any, c: Any) -> NativeValue:
    """From Python: read the address."""
    address = c.pyapi.object_getattr_string(obj, "address")
    pointer = c.builder.inttoptr(c.pyapi.long_as_ulonglong(address), ir.IntType(8).as_pointer())
    c.pyapi.decref(address)
    return NativeValue(pointer)


def register(table: type[ArrayTable]) -> None:
    """Let compiled functions take instances of this subclass."""
    compiled_type = ArrayTableType(table)

    @typeof_impl.register(table)
    def type_of_table(value: ArrayTable, context: Any) -> ArrayTableType:
        return compiled_type
