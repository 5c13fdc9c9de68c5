-- Programs before version 10 left former keys behind where servers of one project have different rules. Servers compute the keys of these projects
-- again when they start, and count the series with them.
delete from recording_key where rule_set in
  (select id from rule_set where project in (select project from rule_set group by project having count(*) > 1));
update series set last = 0 where rule_set in
  (select id from rule_set where project in (select project from rule_set group by project having count(*) > 1));
