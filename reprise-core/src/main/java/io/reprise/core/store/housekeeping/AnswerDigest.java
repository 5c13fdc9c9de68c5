package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LinkFields;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.VolatileHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Tells whether one answer can stand in for another: equal status, ending and format, equal bytes in equal chunks, and equal headers. Only headers
 * with another value each time do not count, such as {@code x-request-id}. In doubt, two answers differ. Answers with equal digests also say the
 * same by {@link io.reprise.core.family.AnswerComparison}, which compares values instead of bytes.
 */
final class AnswerDigest {
    /** They are of the content, which one cannot compare where it is not there, as in answers to {@code HEAD}. */
    private static final Set<String> OF_CONTENT = Set.of("etag", "last-modified");

    private AnswerDigest() {}

    static String of(Response response) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(
                    response.status() + " " + response.ending() + " "
                            + response.format().name(),
                    digest);
            for (Headers.Field field : response.headers().fields()) {
                if (counts(field, response)) {
                    add(field.name() + ": " + field.value(), digest);
                }
            }
            add("", digest);
            for (Chunk chunk : response.chunks()) {
                digest.update((chunk.bytes().size() + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(chunk.bytes().buffer());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** No field has a line end. */
    private static void add(String line, MessageDigest digest) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static boolean counts(Headers.Field field, Response response) {
        boolean isOfContent = OF_CONTENT.contains(field.name());
        return !VolatileHeaders.have(field.name()) && !isOfContent
                || response.chunks().isEmpty() && isOfContent
                || LinkFields.areIn(new Headers(List.of(field)));
    }
}
