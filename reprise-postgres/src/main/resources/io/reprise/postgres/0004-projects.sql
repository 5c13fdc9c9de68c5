-- Which roles may use which project, and '*' for all of them. The owner of the tables may use all, without a row.
create table project_role (
  project text not null,
  role name not null,
  primary key (project, role)
);

-- Those of the role that asks.
create view my_project as
  select p.project from project_role p join pg_roles r on r.rolname = p.role where pg_has_role(r.oid, 'member');

-- Rows of other projects do not exist for a role. What has no project belongs to a set of rules, which has one.
do $$
declare
  mine constant text := '(project in (select project from my_project) or exists (select from my_project where project = ''*''))';
  name text;
begin
  foreach name in array array['rule_set', 'recording', 'body', 'recording_body', 'change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy project on %I using %s', name, mine);
  end loop;
  foreach name in array array['recording_key', 'series'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy project on %I using (rule_set in (select id from rule_set))', name);
  end loop;
end
$$;

-- Numbers that say nothing by themselves; only those of one's own recordings can be written.
alter table band enable row level security;
create policy searched on band for select using (true);
create policy project on band using (exists (select from recording r where r.id = recording));

-- Who has recorded, replaced and deleted what, and when. Only the owner of the tables can change it.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  project text not null,
  kind text not null,
  location text not null,
  role name not null,
  address inet,
  program text not null
);
create index on audit (project, id);
alter table audit enable row level security;
create policy project on audit for select
  using (project in (select project from my_project) or exists (select from my_project where project = '*'));

create function note_changes() returns trigger language plpgsql security definer as $$
begin
  insert into audit (project, kind, location, role, address, program)
    select project, kind, location, session_user, inet_client_addr(), current_setting('application_name') from added
    where kind in ('ADDED', 'REPLACED', 'REMOVED');
  return null;
end
$$;
do $$
begin -- so that no other schema can be put before the own one
  execute format('alter function note_changes() set search_path = %I, pg_temp', current_schema());
end
$$;
create trigger audit after insert on change referencing new table as added
  for each statement execute function note_changes();
