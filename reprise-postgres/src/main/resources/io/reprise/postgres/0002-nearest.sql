-- By what the requests of recordings say: a sketch (80 bytes), and numbers of which similar ones probably have one in common.
alter table recording add column fingerprint bytea;

create table band (
  hash bigint not null,
  recording bigint not null,
  primary key (hash, recording)
);

-- What a request asks, whatever its test. Servers compute the keys again, and with them fingerprints and bands.
truncate recording_key;
alter table recording_key add column digest bigint not null;
create index on recording_key (rule_set, digest);
