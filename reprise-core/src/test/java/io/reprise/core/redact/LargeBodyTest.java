package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.LargeChunks;
import io.reprise.core.exchange.ListedChunks;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonPath;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.stream.StreamFormats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class LargeBodyTest {
    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";
    private static final LargeBody.Sizes SMALL = new LargeBody.Sizes(3_000, 700, 500, 400);

    /** What was found in a body, and what it is with masks. */
    private record Searched(Set<String> kinds, Set<String> hidden, Optional<String> unreadable, List<Bytes> masked) {}

    private static Searched whole(StreamFormat format, List<Chunk> chunks, CredentialSearch search) {
        SearchableBody body =
                new SearchableBody(format, chunks.stream().map(Chunk::bytes).toList());
        HiddenSearch hidden = new HiddenSearch(search);
        Set<String> kinds = body.search(search, hidden);
        body.applyEdits();
        List<Bytes> masked = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            masked.add(body.bytes(i));
        }
        return new Searched(kinds, hidden.kinds(), hidden.unreadable(), masked);
    }

    private static Searched inPieces(StreamFormat format, List<Chunk> chunks, CredentialSearch search, boolean marks) {
        LargeBody body = new LargeBody(format, new ListedChunks(chunks), List.of(), marks, SMALL);
        HiddenSearch hidden = new HiddenSearch(search);
        Set<String> kinds = new LinkedHashSet<>(body.search(search, hidden));
        assertThat(body.unreadable()).isEmpty();
        return new Searched(
                kinds,
                hidden.kinds(),
                hidden.unreadable(),
                body.chunks().stream().map(Chunk::bytes).toList());
    }

    /** Streams in which a few texts are said, in parts of any length. */
    private static final class Streams {
        private static final List<String> WORDS = List.of(
                "the",
                "quick",
                "brown",
                "fox",
                " ",
                "\n",
                ", ",
                "0123",
                "{\"a\":",
                "\\n",
                "é",
                "日本",
                "\uD83D\uDE00",
                "password",
                ": ");

        private final Random random;

        Streams(long seed) {
            this.random = new Random(seed);
        }

        List<Chunk> next() {
            int choices = 1 + random.nextInt(3);
            boolean isEscaped = random.nextInt(4) == 0;
            boolean isSpaced = random.nextInt(4) == 0;
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < choices; i++) {
                texts.add(text());
            }
            List<Chunk> chunks = new ArrayList<>();
            String id = random.nextInt(8) == 0 ? SECRET : "chatcmpl-" + Long.toHexString(random.nextLong());
            int[] said = new int[choices];
            for (int i = 0; chunks.size() < 2_000; i++) {
                int choice = random.nextInt(choices);
                String text = texts.get(choice);
                int to = Math.min(text.length(), said[choice] + 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 9));
                if (said[choice] == text.length() && i > 1_900) {
                    break;
                }
                String part = text.substring(said[choice], to);
                said[choice] = to;
                chunks.add(Chunk.of(i, chunk(id, choice, part, isEscaped, isSpaced)));
            }
            chunks.add(Chunk.of(0, "data: [DONE]\n\n"));
            return chunks;
        }

        private static String chunk(String id, int choice, String part, boolean isEscaped, boolean isSpaced) {
            String quoted = new Json.JsonString(part).write(Layout.COMPACT);
            if (isEscaped) {
                StringBuilder escaped = new StringBuilder();
                quoted.chars().forEach(c -> escaped.append(c < 0x80 ? "" + (char) c : String.format("\\u%04x", c)));
                quoted = escaped.toString();
            }
            String space = isSpaced ? " " : "";
            return "data: {\"id\":" + space + "\"" + id + "\",\"choices\":[{\"index\":" + choice
                    + ",\"delta\":{\"content\":" + space + quoted + "},\"finish_reason\":null}]}\n\n";
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(8_000);
            while (text.length() < length) {
                int which = random.nextInt(300);
                if (which == 0) {
                    text.append(' ').append(SECRET).append(' ');
                } else if (which == 1) {
                    text.append(" known-secret-4711-0815 ");
                } else if (which == 2) {
                    text.append(' ')
                            .append(base64("the value is " + SECRET + " ok"))
                            .append(' ');
                } else if (which == 3) {
                    text.append("-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG".repeat(5)
                            + "\n-----END PRIVATE KEY-----\n");
                } else if (which == 4) {
                    text.append("Authorization: Bearer ")
                            .append("aB3".repeat(9))
                            .append(random.nextInt())
                            .append('\n');
                } else {
                    text.append(WORDS.get(random.nextInt(WORDS.size())));
                }
            }
            return text.toString();
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static CredentialSearch search() {
        KnownCredentials known = new KnownCredentials();
        known.configure("known-secret-4711-0815");
        return new CredentialSearch(List.of(), List.of(), Optional.of(known));
    }

    private static void assertMasked(Searched found, Searched expected) {
        for (int i = 0; i < expected.masked.size(); i++) {
            assertThat(found.masked.get(i).toString())
                    .as("chunk %s", i)
                    .isEqualTo(expected.masked.get(i).toString());
        }
    }

    @Test
    void findsAndMasksTheSameAsTheSearchOfTheWholeBody() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Streams streams = new Streams(seed);
        int found = 0;
        for (int i = 0; i < 120; i++) {
            List<Chunk> chunks = streams.next();
            Searched whole = whole(StreamFormats.SSE, chunks, search());

            Searched inPieces = inPieces(StreamFormats.SSE, chunks, search(), true);

            found += whole.kinds.size();
            assertThat(inPieces.kinds).containsExactlyInAnyOrderElementsOf(whole.kinds);
            assertThat(inPieces.hidden).containsExactlyInAnyOrderElementsOf(whole.hidden);
            assertThat(inPieces.unreadable).isEqualTo(whole.unreadable);
            assertMasked(inPieces, whole);
            assertThat(inPieces(StreamFormats.SSE, chunks, search(), false).kinds)
                    .isEqualTo(inPieces.kinds);
        }
        assertThat(found).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1_000})
    void findsWhatIsSplitWhereverAWindowEnds(int length) {
        for (int before = 0; before < 1_400; before += 7) {
            String text = "x".repeat(before / 2) + " " + "y".repeat(before / 2) + " " + SECRET + " " + "z".repeat(900);
            List<Chunk> chunks = new ArrayList<>();
            for (int from = 0; from < text.length(); from += length) {
                String part = text.substring(from, Math.min(text.length(), from + length));
                chunks.add(Chunk.of(0, Streams.chunk("a", 0, part, false, false)));
            }

            Searched found = inPieces(StreamFormats.SSE, chunks, search(), true);

            assertThat(found.kinds).as("after %s", before).isNotEmpty();
            assertThat(found.masked.toString()).contains(Redaction.MASK);
            assertMasked(found, whole(StreamFormats.SSE, chunks, search()));
        }
    }

    @Test
    void masksAStringThatEachChunkRepeats() {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            chunks.add(Chunk.of(i, Streams.chunk(i < 200 ? SECRET : "other", 0, "word", false, false)));
        }

        Searched found = inPieces(StreamFormats.SSE, chunks, search(), true);

        assertMasked(found, whole(StreamFormats.SSE, chunks, search()));
        assertThat(found.masked.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void hasTheSameOutcomeWhereverACredentialIs(Policy policy) {
        Redaction redaction = new Redaction(policy, List.of(), List.of(JsonPath.parse("$.choices[*].index")));
        int streams = 0;
        for (String place : PlantedCredentials.places().keySet()) {
            Exchange exchange = PlantedCredentials.places().get(place).apply(SECRET);
            Response response = exchange.response();
            if (response.isStream()) {
                streams++;
                Outcome expected = redaction.apply(exchange);

                Outcome outcome = redaction.apply(exchange.with(ListedChunks.inPieces(response)));

                assertThat(inMemory(outcome)).as(place).isEqualTo(expected);
            }
        }
        assertThat(streams).isPositive();
    }

    private static Outcome inMemory(Outcome outcome) {
        if (!(outcome instanceof Outcome.Clean clean)) {
            return outcome;
        }
        Response response = clean.exchange().response();
        LargeChunks chunks = response.large().orElseThrow();
        return new Outcome.Clean(clean.exchange().with(response.withChunks(new ArrayList<>(chunks))), clean.masked());
    }

    @Test
    void saysWhereThereAreTooManyStrings() {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 21_000; i++) {
            chunks.add(Chunk.of(i, "data: {\"member" + i + "\":\"x\"}\n\n"));
        }
        LargeBody body = new LargeBody(StreamFormats.SSE, new ListedChunks(chunks), List.of(), false, SMALL);

        body.search(search(), new HiddenSearch(search()));

        assertThat(body.unreadable())
                .hasValueSatisfying(reason -> assertThat(reason).contains("too many different strings"));
    }
}
