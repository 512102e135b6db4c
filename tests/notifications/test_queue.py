"""A worker that takes every queue sends letters first: files of one company may keep it busy for minutes."""

from kombu import Consumer
from kombu.message import Message

from config.celery import app


def test_a_letter_overtakes_files_that_wait() -> None:
    taken: list[str] = []

    def take(body: object, message: Message) -> None:
        taken.append(str(body))
        message.ack()

    with app.connection_for_read() as connection, connection.channel() as channel:
        queues = [queue.bind(channel) for queue in app.amqp.queues.consume_from.values()]
        for queue in queues:
            queue.declare()
            queue.purge()
        with app.producer_pool.acquire(block=True) as producer:
            for said, name in [("scan", "files"), ("preview", "files"), ("sweep", "default"), ("letter", "letters")]:
                producer.publish(said, routing_key=name, exchange="", serializer="json")
        with Consumer(channel, queues, callbacks=[take], prefetch_count=1):
            for _ in range(4):
                connection.drain_events(timeout=5)
    assert taken == ["letter", "sweep", "scan", "preview"]
