"""The tables and statements of the PostgreSQL transport."""

SCHEMA_LOCK = 0x50_4E_47_42_55_53  # any constant: who creates tables or topics holds it
CHANNEL = "bus"

SCHEMA = """
create table if not exists topic (
    name text primary key,
    partitions integer not null check (partitions > 0),
    retention_ms bigint not null
);
create table if not exists head (
    topic text not null references topic,
    partition integer not null,
    next bigint not null default 0,
    primary key (topic, partition)
) with (fillfactor = 30);
create table if not exists log (
    topic text not null,
    partition integer not null,
    "offset" bigint not null,
    key text not null,
    value bytea not null,
    appended_at timestamptz not null default clock_timestamp(),
    primary key (topic, partition, "offset")
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
create table if not exists group_offset (
    "group" text not null,
    topic text not null,
    partition integer not null,
    next bigint not null,
    committed_at timestamptz not null default now(),
    primary key ("group", topic, partition)
) with (fillfactor = 30);
-- Who is alive is no fact worth keeping over a crash: unlogged costs no disk write per heartbeat.
create unlogged table if not exists group_member (
    "group" text not null,
    member uuid not null,
    topics text[] not null,
    heartbeat timestamptz not null,
    primary key ("group", member)
) with (fillfactor = 30);

-- The row locks on head are taken first, in one order, and held to the commit: hence two writers cannot deadlock, and
-- an offset becomes visible only after all smaller ones. Nothing is ever skipped by a reader that asks "offset >= n".
create or replace function append(to_topic text, to_partitions integer[], keys text[], payloads bytea[]) returns integer
language plpgsql as $$
declare
    appended integer;
begin
    perform 1 from head where topic = to_topic and partition = any(to_partitions) order by partition for update;
    with record as (
        select u.partition, u.key, u.value,
               row_number() over (partition by u.partition order by u.position) - 1 as rank
        from unnest(to_partitions, keys, payloads) with ordinality as u(partition, key, value, position)
    ), taken as (
        update head set next = head.next + counted.records
        from (select partition, count(*) as records from record group by partition) as counted
        where head.topic = to_topic and head.partition = counted.partition
        returning head.partition, head.next - counted.records as base
    )
    insert into log (topic, partition, "offset", key, value)
    select to_topic, record.partition, taken.base + record.rank, record.key, record.value
    from record join taken using (partition);
    get diagnostics appended = row_count;
    if appended <> cardinality(keys) then
        raise exception 'topic % lacks one of the partitions', to_topic;
    end if;
    return appended;
end $$;
"""

UPSERT_TOPIC = """
insert into topic (name, partitions, retention_ms) values ($1, $2, $3)
on conflict (name) do update set retention_ms = excluded.retention_ms
returning partitions
"""
ADD_HEADS = "insert into head (topic, partition) select $1, generate_series(0, $2::int - 1) on conflict do nothing"
PARTITIONS = "select partitions from topic where name = $1"
APPEND = "select append($1, $2::int[], $3::text[], $4::bytea[])"
NOTIFY = f"select pg_notify('{CHANNEL}', $1)"
END_PREDECESSORS = """
select pg_terminate_backend(pid, 5000) as gone from pg_stat_activity
where application_name = $1 and pid <> pg_backend_pid() and usename = current_user
"""
END_OFFSETS = "select topic, partition, next from head where topic = any($1::text[])"

# The oldest rows are found by the primary key; filtering by age before the limit would read the whole partition.
DROP_EXPIRED = """
delete from log where topic = $1 and partition = $2 and "offset" <= (
    select max(oldest."offset") from (
        select "offset", appended_at from log where topic = $1 and partition = $2 order by "offset" limit $3
    ) as oldest
    where oldest.appended_at < now() - (select retention_ms from topic where name = $1) * interval '1 millisecond'
)
"""

HEARTBEAT = """
insert into group_member ("group", member, topics, heartbeat) values ($1, $2, $3, clock_timestamp())
on conflict ("group", member) do update set heartbeat = excluded.heartbeat, topics = excluded.topics
"""
FORGET_DEAD = """
delete from group_member where ("group", member) in (
    select "group", member from group_member
    where heartbeat < clock_timestamp() - interval '1 minute' for update skip locked
)
"""
LEAVE = 'delete from group_member where "group" = $1 and member = $2'
TOPICS_AND_MEMBERS = """
select topic.name, topic.partitions, array(
    select member from group_member
    where "group" = $1 and topic.name = any(topics)
      and (heartbeat > clock_timestamp() - $3::interval or member = $4)
    order by member
) as members
from topic where topic.name = any($2::text[]) order by topic.name
"""
CLAIM = "select pg_try_advisory_lock(hashtextextended($1, 0))"
RELEASE = "select pg_advisory_unlock(hashtextextended($1, 0))"

START_OFFSET = """
select coalesce(
    (select least(next, head.next) from group_offset where "group" = $1 and topic = $2 and partition = $3),
    (select min("offset") from log where topic = $2 and partition = $3),
    head.next
) from head where topic = $2 and partition = $3
"""
# `unnest` keeps the caller's order and the inner limit stops early, so one statement serves all partitions.
READ = """
select record.topic, record.partition, record."offset", record.key, record.value, record.appended_at
from unnest($1::text[], $2::int[], $3::bigint[]) as wanted(topic, partition, next)
cross join lateral (
    select * from log
    where log.topic = wanted.topic and log.partition = wanted.partition and log."offset" >= wanted.next
    order by log."offset" limit $4
) as record
limit $4
"""
COMMIT = """
insert into group_offset ("group", topic, partition, next)
select $1, u.topic, u.partition, u.next from unnest($2::text[], $3::int[], $4::bigint[]) as u(topic, partition, next)
order by u.topic, u.partition
on conflict ("group", topic, partition) do update set next = excluded.next, committed_at = now()
"""
COMMITTED = 'select topic, partition, next from group_offset where "group" = $1 and topic = any($2::text[])'
LAG = """
select head.topic, head.partition, head.next - greatest(
    least(coalesce(group_offset.next, 0), head.next),
    coalesce((select min("offset") from log where topic = head.topic and partition = head.partition), head.next)
) as waiting
from head left join group_offset
    on "group" = $1 and group_offset.topic = head.topic and group_offset.partition = head.partition
where head.topic = any($2::text[])
"""
