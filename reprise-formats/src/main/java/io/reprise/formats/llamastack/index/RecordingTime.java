package io.reprise.formats.llamastack.index;

import io.reprise.core.json.Json;
import io.reprise.core.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The time of an answer, to find the most recent of several. */
final class RecordingTime {
    private RecordingTime() {}

    /**
     * The time in the answer, because a checkout gives all files the same time. If the answer has no time, or the
     * stable time 0, the time of the file.
     */
    static Instant of(IndexedFile file, Reading reading) {
        try {
            return said(reading.file(file.path()).response())
                    .orElse(file.stamp().modified().toInstant());
        } catch (StoreException unreadable) {
            return file.stamp().modified().toInstant();
        }
    }

    private static Optional<Instant> said(Json response) {
        Json body = response.get("body").orElse(Json.NULL);
        List<Json> items = body instanceof Json.JsonArray array ? array.items() : List.of(body);
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Json answer = items.get(0).get("__data__").orElse(items.get(0));
        return answer.get("created")
                .flatMap(RecordingTime::seconds)
                .or(() -> answer.get("created_at").flatMap(RecordingTime::instant))
                .filter(time -> time.isAfter(Instant.EPOCH));
    }

    private static Optional<Instant> seconds(Json value) {
        return value instanceof Json.JsonNumber number && number.spelling().matches("[0-9]{1,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(number.spelling())))
                : Optional.empty();
    }

    private static Optional<Instant> instant(Json value) {
        try {
            return value.string().map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
