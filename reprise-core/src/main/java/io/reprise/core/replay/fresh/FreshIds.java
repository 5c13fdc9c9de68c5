package io.reprise.core.replay.fresh;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The places of all ids and time stamps in one recorded response, found once for all its replays. Each replay gets new
 * ones: equal ids stay equal, the distances between times stay the same, and the first time is now. All other bytes
 * stay the same. Safe for use by several threads.
 */
public final class FreshIds {
    private final Response response;
    /** For each chunk, in order. */
    private final List<List<VolatileSpan>> places;
    /** The first time in the response, if any. */
    private final Optional<Instant> first;

    private FreshIds(Response response, List<List<VolatileSpan>> places) {
        this.response = response;
        this.places = places;
        this.first = places.stream()
                .flatMap(List::stream)
                .flatMap(place -> place.instant().stream())
                .findFirst();
    }

    /** @param family knows which members are ids and times; lists of models have none that may change */
    public static FreshIds of(Response response, ApiFamily family) {
        List<List<VolatileSpan>> places = family.isModelList()
                ? response.chunks().stream()
                        .map(chunk -> List.<VolatileSpan>of())
                        .toList()
                : VolatileSpans.of(response, family);
        return new FreshIds(response, places);
    }

    /**
     * A response with other ids.
     *
     * @param ids the new id for each old one in the body; for names and URLs that end in an id, also the new end
     */
    public record Renewed(Response response, Map<String, String> ids) {}

    /** The response with other ids, drawn from {@code random}, and with its first time stamp at {@code now}. */
    public Renewed renew(RandomGenerator random, Instant now) {
        return renew(Map.of(), random, now);
    }

    /**
     * As {@link #renew(RandomGenerator, Instant)}, for a client that knows some of the ids.
     *
     * @param known the id that the client sent for a recorded one; the answer repeats it
     */
    public Renewed renew(Map<String, String> known, RandomGenerator random, Instant now) {
        Ids ids = new Ids(new HashMap<>(), new HashMap<>(), random);
        known.forEach(ids::know);
        Duration by = first.map(then -> Duration.between(then, now)).orElse(Duration.ZERO);
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Chunk chunk = response.chunks().get(i);
            chunks.add(places.get(i).isEmpty() ? chunk : renew(chunk, places.get(i), ids, by));
        }
        Map<String, String> inBody = Map.copyOf(ids.renewed());
        Headers headers = new Headers(response.headers().fields().stream()
                .map(field -> field.name().endsWith("request-id")
                        ? new Headers.Field(field.name(), ids.of(field.value()))
                        : field)
                .toList());
        return new Renewed(
                new Response(response.status(), headers, response.format(), chunks, response.ending()), inBody);
    }

    private Chunk renew(Chunk chunk, List<VolatileSpan> places, Ids ids, Duration by) {
        List<Bytes.Replacement> replacements = new ArrayList<>();
        for (VolatileSpan place : places) {
            String text = place.renewed(ids::of, by);
            replacements.add(new Bytes.Replacement(place.start(), place.end(), Bytes.utf8(text)));
        }
        return new Chunk(chunk.at(), response.format().replace(chunk.bytes(), replacements));
    }

    /**
     * The ids of one replay.
     *
     * @param known those that the client sent, by the recorded ones
     * @param renewed those of the answer, by the recorded ones
     */
    private record Ids(Map<String, String> known, Map<String, String> renewed, RandomGenerator random) {
        void know(String recorded, String given) {
            known.putIfAbsent(NewId.pieces(recorded).id(), NewId.pieces(given).id());
        }

        /** A name such as {@code files/abc} and the URL of the same thing get the same end. */
        String of(String old) {
            NewId.Pieces pieces = NewId.pieces(old);
            if (pieces.id().isEmpty()) {
                return old;
            }
            String id = renewed.computeIfAbsent(pieces.id(), this::otherThan);
            String whole = pieces.before() + id + pieces.after();
            renewed.put(old, whole);
            return whole;
        }

        private String otherThan(String id) {
            String sent = known.get(id);
            return sent == null ? NewId.like(id, random) : sent;
        }
    }
}
