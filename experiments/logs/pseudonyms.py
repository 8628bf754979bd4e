"""Names out, numbers in: ids pass through a keyed hash whose key is random and thrown away."""

from collections.abc import Iterable
from hashlib import blake2b
from secrets import token_bytes, token_hex

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pandas.util import hash_array

FORMULA = (b"=", b"+", b"@", b"\t", b"\r")
MOST_REMEMBERED = 500_000
LONG = 200


class Pseudonyms:
    """A map from ids to 64-bit numbers that nobody can invert or repeat: its key lives as long as one reading."""

    def __init__(self) -> None:
        self._key, self._passing = token_bytes(32), token_hex(8)
        self._met: dict[bytes, bytes] = {}
        self.formulas = 0

    def numbers(self, ids: pa.Array) -> np.ndarray:
        """A number for each id; 0 for an empty or missing one."""
        encoded = ids.dictionary_encode()
        hashed = np.r_[self.hashed(encoded.dictionary.to_pylist()), np.uint64(0)]
        places = encoded.indices.fill_null(len(hashed) - 1) if encoded.indices.null_count else encoded.indices
        return np.asarray(hashed[places.to_numpy(zero_copy_only=False)])

    def passing(self, ids: pa.Array) -> np.ndarray:
        """Numbers for ids of messages, which are forgotten once answers are matched: quicker, keyed as well; 0 for none."""
        texts = pc.ascii_trim_whitespace(ids.view(pa.string()))
        there = np.asarray(pc.greater(pc.binary_length(texts), 0).fill_null(False))
        hashed = hash_array(texts.view(pa.binary()).to_numpy(zero_copy_only=False), hash_key=self._passing, categorize=False)
        return np.where(there, hashed, np.uint64(0))

    def hashed(self, ids: Iterable[bytes]) -> np.ndarray:
        """Each id hashed; spaces around it do not count. Those met before are remembered, as far as memory is bounded."""
        met = self._met
        if len(met) > MOST_REMEMBERED:
            met.clear()
        return np.frombuffer(b"".join([met.get(text) or self.fresh(text) for text in ids]), np.uint64)

    def fresh(self, text: bytes) -> bytes:
        """Hash of an id that is not remembered."""
        bare = text.strip()
        self.formulas += bare.startswith(FORMULA)
        found = blake2b(bare, key=self._key, digest_size=8).digest() if bare else bytes(8)
        if len(text) < LONG:
            self._met[text] = found
        return found
