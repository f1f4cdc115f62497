"""What a consumer gets of a broker's answer, by aiokafka's own fetcher."""

from aiokafka.consumer import fetcher
from aiokafka.structs import TopicPartition


def fetched(*batches, offset=0):
    """The records of these batches from `offset` on."""
    answer = fetcher.MemoryRecords(b"".join(batches))
    return list(fetcher.PartitionRecords(TopicPartition("t", 0), answer, None, offset, None, None, True, 0))
