package io.reprise.core.replay.fresh;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScalars;
import io.reprise.core.json.JsonScalars.Scalar;
import io.reprise.core.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds ids and times in the JSON of chunks. Chunks are read as ISO 8859-1, in which each byte is a character: indices are
 * those of bytes, and what JSON's syntax is made of reads as in UTF-8, also next to bytes that are neither.
 */
final class VolatileSpans {
    /** A shorter text that equals an id may do so by chance. */
    private static final int SHORTEST_REFERENCE = 8;

    /** A scalar of a chunk's JSON, with its place in the chunk. */
    private record Found(Scalar scalar, Optional<Volatility> why, int start, int end) {}

    private VolatileSpans() {}

    static List<List<VolatileSpan>> of(Response response, ApiFamily family) {
        List<List<Found>> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Chunk chunk : response.chunks()) {
            Bytes content = response.format().content(chunk.bytes());
            List<Found> scalars = response.format().payloads(chunk.bytes()).stream()
                    .flatMap(payload -> scalars(payload, content, family).stream())
                    .toList();
            scalars.stream().filter(VolatileSpans::isId).forEach(id -> ids.add(text(id)));
            found.add(scalars);
        }
        return found.stream()
                .map(scalars -> scalars.stream()
                        .flatMap(scalar -> place(scalar, ids).stream())
                        .toList())
                .toList();
    }

    private static boolean isId(Found found) {
        return found.why().filter(why -> why == Volatility.ID).isPresent()
                && !text(found).isEmpty();
    }

    private static String text(Found found) {
        return found.scalar().value().string().orElse("");
    }

    private static Optional<VolatileSpan> place(Found found, Set<String> ids) {
        String text = text(found);
        boolean isReference = text.length() >= SHORTEST_REFERENCE && ids.contains(text);
        if (isId(found) || isReference) {
            return Optional.of(new VolatileSpan.Id(found.start(), found.end(), text));
        }
        return found.why()
                .filter(why -> why == Volatility.TIME)
                .flatMap(why -> SpelledTime.parse(found.scalar().value()))
                .map(time -> new VolatileSpan.Time(found.start(), found.end(), time));
    }

    private static List<Found> scalars(Payload payload, Bytes content, ApiFamily family) {
        List<Payload.Part> lines = payload.parts();
        String text = content.latin1();
        StringBuilder json = new StringBuilder();
        int[] begins = new int[lines.size()];
        for (int i = 0; i < begins.length; i++) {
            json.append(i == 0 ? "" : "\n");
            begins[i] = json.length();
            json.append(text, lines.get(i).start(), lines.get(i).end());
        }
        List<Found> found = new ArrayList<>();
        try {
            JsonScalars.visit(json.toString(), scalar -> {
                int line = line(begins, scalar.start());
                int shift = lines.get(line).start() - begins[line];
                Optional<Volatility> why =
                        scalar.name().isEmpty() ? Optional.empty() : family.volatility(scalar.path(), scalar.name());
                if (why.isPresent() || scalar.value() instanceof Json.JsonString) {
                    found.add(new Found(scalar, why, scalar.start() + shift, scalar.end() + shift));
                }
            });
        } catch (JsonSyntaxException noJson) {
            return List.of();
        }
        return found;
    }

    /** The line that holds the character at {@code index}; a scalar is never on two. */
    private static int line(int[] begins, int index) {
        int line = 0;
        while (line + 1 < begins.length && begins[line + 1] <= index) {
            line++;
        }
        return line;
    }
}
