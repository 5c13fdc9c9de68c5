-- The latest day on which a server has replayed or recorded what, in UTC. Beside the recordings, since an update copies a row.
create table last_use (
  recording bigint primary key references recording on delete cascade,
  day date not null
) with (fillfactor = 50);
alter table last_use enable row level security;
create policy project on last_use using (exists (select from recording r where r.id = recording));
