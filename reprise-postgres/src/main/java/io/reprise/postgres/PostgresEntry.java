package io.reprise.postgres;

import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recording as it was read from its row. Safe for use by several threads. */
final class PostgresEntry implements Store.Entry {
    private final RecordingRow row;
    private final Recording recording;
    private final Question question;
    private final UseTable uses;
    private volatile @Nullable ParsedResponse parsed;
    private volatile int used;

    PostgresEntry(
            RecordingRow row, Recording recording, Question question, @Nullable ParsedResponse parsed, UseTable uses) {
        this.uses = uses;
        this.row = row;
        this.recording = recording;
        this.question = question;
        this.parsed = parsed;
    }

    RecordingRow row() {
        return row;
    }

    /** What a row is found by can be of a request that it had before. */
    boolean hasKey(Key key) {
        return question.key().equals(key);
    }

    @Override
    public String location() {
        return row.location();
    }

    @Override
    public Recording recording() {
        return recording;
    }

    @Override
    public Question question() {
        return question;
    }

    @Override
    public ParsedResponse response() {
        ParsedResponse known = parsed;
        return known == null ? new ParsedResponse(recording.exchange().response()) : known;
    }

    @Override
    public void noteUse() {
        int today = uses.today();
        if (used != today) {
            used = today;
            uses.note(row.id());
        }
    }

    @Override
    public void release() {
        question.release();
        parsed = null;
    }

    @Override
    public Optional<Instant> writtenAt() {
        return Optional.of(row.writtenAt());
    }
}
