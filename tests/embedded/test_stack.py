"""Real servers, started and stopped as `make run` and the tests do."""

import os
import socket
from pathlib import Path

import boto3
import psycopg2
import pytest
import redis

from embedded import AlreadyRunning, Stack
from embedded.account import outside
from embedded.processes import left_behind

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")


def started(home: Path, **options) -> Stack:
    return Stack(home, fsync=False, configured={}, **options)


def answer_of_postgres(environment: dict[str, str], statement: str):
    connection = psycopg2.connect(environment["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def valkey(environment: dict[str, str]) -> redis.Redis:
    return redis.Redis.from_url(environment["REDIS_URL"])


def bucket(environment: dict[str, str]):
    return boto3.resource(
        "s3",
        endpoint_url=environment["S3_ENDPOINT_URL"],
        aws_access_key_id=environment["S3_ACCESS_KEY"],
        aws_secret_access_key=environment["S3_SECRET_KEY"],
        region_name="us-east-1",
    ).Bucket(environment["S3_BUCKET"])


def test_three_servers_answer_and_leave_no_process(home):
    with started(home) as stack:
        environment = stack.environment
        assert answer_of_postgres(environment, "SELECT current_setting('server_version_num')::int / 10000") == [(18,)]
        assert answer_of_postgres(environment, "SELECT lower('ЁЖ')") == [("ёж",)]
        with valkey(environment) as client:
            assert client.ping()
        assert list(bucket(environment).objects.all()) == []

    assert left_behind(home) == []


def test_the_sites_role_is_an_ordinary_one(home):
    with started(home) as stack:
        statement = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert answer_of_postgres(stack.environment, statement) == [(False, True)]


def test_a_second_start_has_the_same_addresses_and_data(home):
    with started(home) as stack:
        first = stack.environment
        answer_of_postgres(first, "CREATE TABLE kept AS SELECT 1 AS number")
        bucket(first).put_object(Key="kept", Body=b"bytes")
        with valkey(first) as client:
            client.set("kept", "1")

    with started(home) as stack:
        assert stack.environment == first
        assert answer_of_postgres(first, "SELECT number FROM kept") == [(1,)]
        assert [item.key for item in bucket(first).objects.all()] == ["kept"]
        with valkey(first) as client:
            assert client.get("kept") == b"1"


def test_a_port_in_use_is_not_an_error(home):
    with started(home) as stack:
        before = {server.name: server.port for server in stack.servers}

    strangers = [socket.create_server(("127.0.0.1", port)) for port in before.values()]
    try:
        with started(home) as stack:
            assert not set(before.values()) & {server.port for server in stack.servers}
    finally:
        for stranger in strangers:
            stranger.close()


def test_a_crashed_server_comes_back_at_its_address_with_its_data(home):
    with started(home) as stack:
        environment = stack.environment
        answer_of_postgres(environment, "CREATE TABLE kept AS SELECT 1 AS number")
        bucket(environment).put_object(Key="kept", Body=b"bytes")
        for server in stack.servers:
            server.kill()
        with pytest.raises(psycopg2.OperationalError):
            answer_of_postgres(environment, "SELECT 1")

        for server in stack.servers:
            server.start()

        assert stack.environment == environment
        assert answer_of_postgres(environment, "SELECT number FROM kept") == [(1,)]
        assert [item.key for item in bucket(environment).objects.all()] == ["kept"]


def test_a_home_has_one_owner(home):
    with started(home):
        with pytest.raises(AlreadyRunning):
            started(home).start()
        beside = Stack.in_first_free(home, fsync=False, configured={})
        try:
            assert beside.home.folder != home
        finally:
            beside.stop()


def test_what_the_environment_names_is_not_started(home):
    configured = {"REDIS_URL": "redis://elsewhere", "DATABASE_URL": "postgres://elsewhere/kabinet"}
    with Stack(home, configured=configured) as stack:
        assert stack.servers == [stack.s3]
        assert not configured.keys() & stack.environment.keys()


def test_a_crash_leaves_a_pid_that_another_program_has_by_now(home):
    with started(home) as stack:
        data = stack.postgres.data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")

    with started(home) as stack:
        assert answer_of_postgres(stack.environment, "SELECT 1") == [(1,)]


@as_root
def test_a_closed_folder_stays_closed(home):
    home.mkdir(parents=True)
    home.chmod(0o700)
    with started(home) as stack:
        assert answer_of_postgres(stack.environment, "SELECT 1") == [(1,)]
        assert stack.postgres.folder.is_relative_to(outside(home))
        assert str(stack.postgres.folder) in (stack.postgres.notice or "")
    assert home.stat().st_mode & 0o777 == 0o700
