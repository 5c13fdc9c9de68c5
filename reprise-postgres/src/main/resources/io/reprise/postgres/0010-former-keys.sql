-- Servers learn as well that a recording has a key under their rules no longer: somebody with other rules has replaced it. That is not logged.
alter table change drop constraint change_kind_check;
alter table change add check (kind in ('ADDED', 'REPLACED', 'REMOVED', 'TEST_STARTED', 'TESTS_STARTED', 'KEY_REMOVED'));
