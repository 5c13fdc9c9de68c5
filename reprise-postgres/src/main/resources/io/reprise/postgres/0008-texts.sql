-- Large texts that may be the same in several recordings are rows of body as well, deflated; their names in recording_body begin with 'text:'. A
-- document with such texts begins with a byte 1. Programs of before do not know that, so that the tables have another version.
comment on column recording.document is 'the text of a recording''s file, deflated; after a byte 1, without the texts that are bodies';
