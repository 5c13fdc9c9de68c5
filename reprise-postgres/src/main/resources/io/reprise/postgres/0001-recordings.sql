-- A set of rules by which keys are computed. Servers with other rules share the recordings, and have keys of their own.
create table rule_set (
  id integer generated always as identity primary key,
  project text not null,
  fingerprint bytea not null,
  unique (project, fingerprint)
);

create sequence revision;

-- The document is the text of a recording's file (docs/format.md), deflated.
create table recording (
  id bigint generated always as identity primary key,
  project text not null,
  location text not null,
  test text not null,
  upstream text not null,
  occurrence integer not null check (occurrence >= 1),
  recorded_on date,
  written_at timestamptz not null default clock_timestamp(),
  revision bigint not null default nextval('revision'),
  size integer not null,
  document bytea not null,
  unique (project, location)
);
create index on recording (project, test);
alter table recording alter column document set storage external;

create table recording_key (
  rule_set integer not null references rule_set on delete cascade,
  key bytea not null,
  recording bigint not null references recording on delete cascade,
  primary key (rule_set, key, recording)
);
create index on recording_key (recording);

-- The last occurrence of each series; its row is also the lock under which occurrences are given and taken back.
create table series (
  rule_set integer not null references rule_set on delete cascade,
  key bytea not null,
  upstream text not null,
  last integer not null,
  primary key (rule_set, key, upstream)
) with (fillfactor = 50);

-- Large binary bodies, each once in a project.
create table body (
  project text not null,
  hash bytea not null,
  content bytea not null,
  primary key (project, hash)
);
alter table body alter column content set storage external;

create table recording_body (
  recording bigint not null references recording on delete cascade,
  project text not null,
  name text not null,
  hash bytea not null,
  primary key (recording, name),
  foreign key (project, hash) references body
);
create index on recording_body (project, hash);

-- What has changed, for servers that have recordings in memory. Kept for an hour.
create table change (
  id bigint generated always as identity primary key,
  writer xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  project text not null,
  rule_set integer not null,
  key bytea not null,
  recording bigint not null,
  location text not null,
  kind text not null check (kind in ('ADDED', 'REPLACED', 'REMOVED'))
);
create index on change (project, id);
create index on change (at);
