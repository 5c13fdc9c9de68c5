-- The SHA-256 of the text of a recording's file, by which stores are compared; null in rows that a program of before has written.
alter table recording add column text_digest bytea;
