package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every stream format keeps to, for all inputs. */
abstract class StreamFormatContract {
    private static final int ROUNDS = 500;

    private static final List<String> JSON = List.of(
            "{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" man\"}}]}",
            "{\"text\":\"Schrödinger \\\"\\n\\u0000 \uD83D\uDE00\"}",
            "{\"a\": [1, 2.50, -0]}",
            "{}",
            "[]",
            "[[{}],null]",
            "\"data: x\"",
            "null",
            "12");

    private final long seed = System.nanoTime();

    abstract StreamFormat format();

    /** Texts that chunks of this format are made of, to be put together at random. */
    abstract List<String> oddParts();

    /** Those among which the format is found by its name. */
    StreamFormats formats() {
        return StreamFormats.KNOWN;
    }

    /** Calls the check with a new generator, and says its seed where the check fails. */
    private void always(Consumer<Random> check) {
        for (long round = seed; round < seed + ROUNDS; round++) {
            try {
                check.accept(new Random(round));
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("fails with new Random(" + round + "L)", failed);
            }
        }
    }

    @Test
    void isFoundByItsNameAndItsMediaTypes() {
        assertThat(formats().named(format().name()))
                .hasValueSatisfying(found -> assertThat(found).hasSameClassAs(format()));
        for (String mediaType : format().mediaTypes()) {
            assertThat(formats().of(mediaType.toUpperCase(Locale.ROOT) + " ; charset=utf-8"))
                    .hasSameClassAs(format());
        }
    }

    @Test
    void findsTheSameChunksWhereverTheBytesAreCut() {
        always(random -> {
            Bytes body = random.nextBoolean() ? Bytes.concat(chunks(random)) : odd(random);
            List<Bytes> whole = cut(List.of(body));

            assertThat(Bytes.concat(whole)).isEqualTo(body);
            assertThat(cut(pieces(body, 1, random))).isEqualTo(whole);
            assertThat(cut(pieces(body, 7, random))).isEqualTo(whole);
        });
    }

    @Test
    void findsTheChunksThatItHasMade() {
        always(random -> {
            List<Bytes> chunks = chunks(random);

            assertThat(cut(List.of(Bytes.concat(chunks)))).isEqualTo(chunks);
        });
    }

    @Test
    void givesBackWhatAChunkCarries() {
        always(random -> {
            List<PlainChunk> plain = plain(random);
            List<Bytes> chunks = chunks(plain);

            for (int i = 0; i < chunks.size(); i++) {
                assertThat(format().plain(chunks.get(i), i)).contains(plain.get(i));
                assertThat(texts(chunks.get(i))).containsExactly(plain.get(i).json());
            }
        });
    }

    @Test
    void takesNoChunkForPlainThatItWouldSpellOtherwise() {
        always(random -> {
            Bytes chunk = odd(random);
            int index = random.nextInt(3);

            assertThat(format().plain(chunk, index).map(plain -> format().chunk(plain, index)))
                    .isIn(Optional.empty(), Optional.of(chunk));
        });
    }

    @Test
    void findsPayloadsWithinTheChunkInTheirOrder() {
        always(random -> {
            Bytes chunk = odd(random);
            int done = 0;

            for (Payload payload : format().payloads(chunk)) {
                assertThat(payload.parts()).isNotEmpty();
                for (Payload.Part part : payload.parts()) {
                    assertThat(part.start()).isBetween(done, part.end());
                    done = part.end();
                }
            }
            assertThat(done).isLessThanOrEqualTo(format().content(chunk).size());
        });
    }

    @Test
    void tellsOfAnErrorAfterTheChunksBefore() {
        always(random -> {
            List<Bytes> before = format().isStream() ? chunks(random) : List.of();
            PlainChunk error =
                    random.nextBoolean() ? PlainChunk.of("error", any(JSON, random)) : PlainChunk.of(any(JSON, random));
            List<Bytes> body = new ArrayList<>(before);
            body.add(format().error(error, before.size()));

            List<Bytes> found = cut(List.of(Bytes.concat(body)));

            assertThat(found.subList(0, before.size())).isEqualTo(before);
            assertThat(found.subList(before.size(), found.size()))
                    .flatMap(this::texts)
                    .containsExactly(error.json());
        });
    }

    @Test
    void saysNothingInAnEmptyChunk() {
        Bytes chunk = format().chunk(PlainChunk.EMPTY, 0);

        assertThat(texts(chunk)).allMatch(String::isBlank);
        assertThat(cut(List.of(chunk))).isEqualTo(chunk.isEmpty() ? List.of() : List.of(chunk));
    }

    @Test
    void keepsAChunkWhoseJsonIsReplaced() {
        always(random -> {
            Bytes chunk = chunks(random).get(0);
            Payload.Part part = format().payloads(chunk).get(0).parts().get(0);
            String json = any(JSON, random);

            Bytes changed =
                    format().replace(chunk, List.of(new Bytes.Replacement(part.start(), part.end(), Bytes.utf8(json))));

            assertThat(texts(changed)).containsExactly(json);
            assertThat(cut(List.of(changed))).containsExactly(changed);
        });
    }

    @Test
    void makesValidChunksOfLines() {
        always(random -> {
            String json = any(JSON, random);

            List<Bytes> chunks = format().repair(json);

            assertThat(cut(List.of(Bytes.concat(chunks)))).isEqualTo(chunks);
            assertThat(format().repair("")).isEmpty();
        });
    }

    @Test
    void doesNotTakeJsonForAnEndMark() {
        always(random -> assertThat(chunks(random)).noneMatch(format()::isEndMark));
    }

    /** The chunks of a body, having checked that only what is no stream has all its bytes in the rest. */
    private List<Bytes> cut(List<Bytes> pieces) {
        Framer framer = format().framer();
        List<Bytes> chunks = new ArrayList<>();
        pieces.forEach(piece -> chunks.addAll(framer.feed(piece)));
        assertThat(format().isStream() || chunks.isEmpty()).isTrue();
        framer.rest().ifPresent(chunks::add);
        assertThat(framer.rest()).isEmpty();
        return chunks;
    }

    private List<String> texts(Bytes chunk) {
        return format().payloads(chunk).stream()
                .map(payload -> payload.text(format().content(chunk)))
                .toList();
    }

    private List<Bytes> chunks(Random random) {
        return chunks(plain(random));
    }

    private List<Bytes> chunks(List<PlainChunk> plain) {
        List<Bytes> chunks = new ArrayList<>();
        plain.forEach(chunk -> chunks.add(format().chunk(chunk, chunks.size())));
        return chunks;
    }

    private List<PlainChunk> plain(Random random) {
        List<PlainChunk> plain = new ArrayList<>();
        for (int i = format().isStream() ? random.nextInt(5) : 0; i >= 0; i--) {
            String json = any(JSON, random);
            assertThat(Json.parse(json)).isNotNull();
            plain.add(PlainChunk.of(json));
        }
        return plain;
    }

    private Bytes odd(Random random) {
        List<Bytes> parts = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            parts.add(
                    random.nextInt(8) == 0
                            ? Bytes.owning(new byte[] {(byte) random.nextInt()})
                            : Bytes.utf8(any(oddParts(), random)));
        }
        return Bytes.concat(parts);
    }

    private static List<Bytes> pieces(Bytes body, int most, Random random) {
        List<Bytes> pieces = new ArrayList<>();
        for (int from = 0; from < body.size(); ) {
            int to = Math.min(body.size(), from + 1 + random.nextInt(most));
            pieces.add(body.slice(from, to));
            from = to;
        }
        return pieces;
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
