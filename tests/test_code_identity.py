"""What a source text means is the same however many threads ask at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from community_dynamics.experiments.execution.code_identity import meaning_of


def test_many_threads_read_sources_at_once(checkout: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((checkout / "sim").rglob("*.py"))]
    alone = [meaning_of(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert list(pool.map(meaning_of, texts)) == alone
