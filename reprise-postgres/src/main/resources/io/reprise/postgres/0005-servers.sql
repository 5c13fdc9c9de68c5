-- Which server asks an upstream a question. Nothing of value is lost with it, so that nothing need be flushed to a disk.
create unlogged table lease (
  rule_set integer not null,
  key bytea not null,
  token text not null,
  address text not null,
  expires timestamptz not null,
  primary key (rule_set, key)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

-- Tests that start over are changes as well: the location is the name of the test, and the rest says nothing.
alter table change drop constraint change_kind_check;
alter table change add check (kind in ('ADDED', 'REPLACED', 'REMOVED', 'TEST_STARTED', 'TESTS_STARTED'));

-- A token lets follow an answer, so that those of other projects do not exist for a role either.
alter table lease enable row level security;
create policy project on lease using (rule_set in (select id from rule_set));
