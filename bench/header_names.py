"""What it costs to read header names that are no UTF-8: CPU µs a record in aiokafka's fetcher, best of 60.

    python -m bench.header_names

Records of 3 KB with the eight headers of a segmented article, 300 in a batch.
"""

import time
from typing import Any

from aiokafka.consumer.fetcher import PartitionRecords
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition

from agents.header_names import _Answer, _Batch, _TolerantBatch
from agents.record import HeaderName
from pipeline.contracts.events import event_headers

TIMES, RECORDS = 60, 300


class _InPythonAlone(_Answer):
    """Every batch parsed in Python, as if none could be parsed in C."""

    def next_batch(self) -> _Batch:
        batch = super().next_batch()
        return _Batch(_TolerantBatch(batch._content), batch._content)


def batch(more: list[tuple[str, bytes]]) -> bytes:
    """A batch of records, as the broker stores it, with `more` headers."""
    handed_on = {"traceparent": b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    usual = event_headers("segmented", "a-1", 1, received=handed_on)
    headers = [*usual.items(), ("rasd.time", b"1720173600123"), *more]
    builder = _DefaultRecordBatchBuilderPy(
        2, 0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=10**9
    )
    for number in range(RECORDS):
        builder.append(number, 1_720_173_600_123, b"a-1", b"x" * 3000, headers)
    return bytes(builder.build())


def microseconds(reader: Any, content: bytes) -> float:
    """CPU time for one record of `content`, parsed by `reader`."""
    records = PartitionRecords(TopicPartition("t", 0), reader(content), None, 0, None, None, True, 0)
    began = time.process_time()
    assert sum(1 for _ in records) == RECORDS
    return (time.process_time() - began) / RECORDS * 1e6


def main() -> None:
    """Print a line for each way."""
    plain, odd = batch([]), batch([(HeaderName("\udcff"), b"1")])
    rows = {
        "aiokafka alone": (MemoryRecords, plain),
        "agents/header_names.py, a batch like any other": (_Answer, plain),
        "agents/header_names.py, a batch with such names": (_Answer, odd),
        "every batch in Python": (_InPythonAlone, plain),
    }
    best = dict.fromkeys(rows, float("inf"))
    for _ in range(TIMES):
        for name, row in rows.items():
            best[name] = min(best[name], microseconds(*row))
    for name, found in best.items():
        print(f"{found:6.1f}  {name}")


if __name__ == "__main__":
    main()
