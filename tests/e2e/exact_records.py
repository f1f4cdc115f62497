"""Records as careless clients write them, header names any bytes; and what the broker has on its disk."""

import asyncio
import struct
import zlib

import cramjam
from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from aiokafka.record.util import calc_crc32c, encode_varint

PLAIN, GZIP, LZ4, ZSTD = 0, 1, 3, 4
_MB = 1_000_000


class _Name(str):
    """What aiokafka's Python builder asks a name for is its bytes."""

    def __new__(cls, content):
        name = super().__new__(cls, content.decode("latin-1"))
        name.content = content
        return name

    def encode(self, *_as):
        return self.content


def publish(cluster, records, *, topic="articles.raw", codec=PLAIN, partition=0):
    """`records`: (key, value, headers, whose names are bytes), in one batch."""
    asyncio.run(_publish(cluster.kafka.bootstrap_servers, cluster.kafka.topic(topic), partition, records, codec))


async def _publish(address, topic, partition, records, codec):
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all") as producer:
        batch = producer.create_batch()
        batch._builder = _DefaultRecordBatchBuilderPy(
            2, codec, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=10**9
        )
        for key, value, headers in records:
            named = [(_Name(name), content) for name, content in headers]
            batch.append(timestamp=None, key=key, value=value, headers=named)
        batch.close()
        await (await producer.send_batch(batch, topic, partition=partition))


def damaged(what):
    """A batch of one record with one header, as bytes, that is not as it should be."""
    header, count = _field(b"h") + _field(b"1"), 1
    match what:
        case "no name":
            header = _field(None) + _field(b"1")
        case "too few headers":
            count = -1
        case "too many headers":
            count = 5
    body = b"\0\0\0" + _field(b"k") + _field(b"v") + _varint(count) + header
    record = _varint(len(body)) + body + (b"left over" if what == "left over" else b"")
    return _batch(PLAIN, record, wrong=what == "checksum")


def bomb(codec, key, megabytes):
    """A batch of one record whose value is zeros: compressed, hardly a hundredth of it is left."""
    size = megabytes * _MB
    before, after = b"\0\0\0" + _field(key) + _varint(size), _varint(0)
    return _batch(
        codec, _packed(codec, [_varint(len(before) + size + len(after)) + before, *[bytes(_MB)] * megabytes, after])
    )


def _packed(codec, pieces):
    if codec == GZIP:
        packer = zlib.compressobj(wbits=31)
        return b"".join([*map(packer.compress, pieces), packer.flush()])
    packer = cramjam.zstd.Compressor() if codec == ZSTD else cramjam.lz4.Compressor(block_linked=False)
    for piece in pieces:
        packer.compress(piece)
    return bytes(packer.finish())


def _batch(codec, records, *, wrong=False):
    """The batch of one record, `records` being it as `codec` has it; `wrong`, its checksum."""
    after_crc = struct.pack(">hiqqqhii", codec, 0, 1_720_173_600_123, 1_720_173_600_123, -1, -1, -1, 1) + records
    crc = calc_crc32c(after_crc) ^ wrong
    return bytearray(struct.pack(">qiibI", 0, len(after_crc) + 9, -1, 2, crc) + after_crc)


async def publish_batch(cluster, content, topic="articles.raw"):
    """Publish such a batch; raises what the broker answers."""
    async with AIOKafkaProducer(
        bootstrap_servers=cluster.kafka.bootstrap_servers, acks="all", max_request_size=9 * _MB
    ) as producer:
        batch = producer.create_batch()
        batch._buffer, batch._relative_offset = content, 1
        batch.close()
        await (await producer.send_batch(batch, cluster.kafka.topic(topic), partition=0))


def encoded(headers):
    """Headers, names as bytes, as they lie in a record that is not compressed."""
    return b"".join(_field(name) + _field(content) for name, content in headers)


def on_disk(broker, topic):
    """Everything the broker has stored for `topic`, its name in Kafka."""
    files = sorted(broker.folder.glob(f"data/{topic}-*/*.log"))
    assert files, f"no log of {topic} under {broker.folder}"
    return b"".join(file.read_bytes() for file in files)


def _field(content):
    return _varint(-1 if content is None else len(content)) + (content or b"")


def _varint(number):
    written = bytearray()
    encode_varint(number, written.append)
    return bytes(written)
