-- Changes are read in the order of the transactions that wrote them: ids become visible out of order.
create index on change (project, writer, id);
drop index if exists change_project_id_idx;
