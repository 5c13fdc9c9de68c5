-- The revision at which an answer was last kept among these. A server that knows the revision at which a run began sees whether the answer is
-- of this run.
alter table series add column kept bigint not null default 0;
