package io.reprise.core.explain;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.MinHash;
import io.reprise.core.explain.difference.MinHash.Part;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.known.PathsBelowV1;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The data about a question in the index: 84 bytes for a question of any size.
 *
 * @param digest the first 64 bits of the question's digest: the same for all tests
 * @param test 0 for no test
 * @param model 0 for none
 */
public record Fingerprint(long digest, int path, int family, int model, int test, long[] sketch) {
    private static final int DEEPEST = 32;
    /** Words after this number are ignored, which limits the time for large bodies. */
    private static final int MOST_FEATURES = 50_000;

    private static final int MOST_OF_TEXT = 400_000;

    /** A bit that tells the number of a test from all others, which have 32 bits, or the bit above this one. */
    private static final long TEST_BAND = 1L << 61;

    private static final int BYTES = 4 * Integer.BYTES + MinHash.LONGS * Long.BYTES;

    public static Fingerprint of(Question question) {
        Request request = question.request();
        Reading reading = new Reading(question.parsed().family().words());
        reading.read(question.parsed());
        return new Fingerprint(
                digest(question),
                (int) MinHash.mix(hash(PathsBelowV1.full(request.path()))),
                (int) MinHash.mix(hash(question.parsed().family().name())),
                reading.model,
                test(question.test()),
                reading.sketch.bits());
    }

    /** The first 64 bits of the question's digest. */
    public static long digest(Question question) {
        return Long.parseUnsignedLong(question.digest().hex().substring(0, 16), 16);
    }

    /** All but the digest, which depends on the rules: 80 bytes. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(path).putInt(family).putInt(model).putInt(test);
        bytes.asLongBuffer().put(sketch);
        return bytes.array();
    }

    /** @throws IllegalArgumentException if the bytes are not those of {@link #toBytes} */
    public static Fingerprint of(byte[] array, long digest) {
        if (array.length != BYTES) {
            throw new IllegalArgumentException("a fingerprint has " + BYTES + " bytes, not " + array.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(array);
        int path = bytes.getInt();
        int family = bytes.getInt();
        int model = bytes.getInt();
        int test = bytes.getInt();
        long[] sketch = new long[MinHash.LONGS];
        bytes.asLongBuffer().get(sketch);
        return new Fingerprint(digest, path, family, model, test, sketch);
    }

    /**
     * Numbers of which similar requests probably have one in common, for an index that finds candidates without comparing all (locality-sensitive
     * hashing; Indyk and Motwani 1998). One is the same for all requests to a path, and
     * one for all of a test.
     */
    public long[] bands() {
        LongStream others = test == 0 ? LongStream.of(path) : LongStream.of(path, TEST_BAND | test & 0xffffffffL);
        long[] bands = LongStream.concat(MinHash.bands(sketch), others).toArray();
        for (int i = 0; i < bands.length; i++) {
            bands[i] = MinHash.mix(bands[i]);
        }
        return bands;
    }

    /** A number for a test; 0 for none. */
    static int test(TestId test) {
        return test.isNone() ? 0 : 1 | (int) hash(test.name());
    }

    static long hash(String text) {
        return hash(text, 0, text.length());
    }

    private static long hash(String text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return MinHash.mix(hash);
    }

    /** Reads a request once. */
    private static final class Reading {
        final MinHash sketch = new MinHash();
        int model;
        private final RequestWords words;
        private int features;

        Reading(RequestWords words) {
            this.words = words;
        }

        void read(ParsedRequest parsed) {
            Request request = parsed.request();
            sketch.add(Part.SETTINGS, hash(request.method()));
            sketch.add(Part.SETTINGS, hash("?" + request.query()));
            Json body = parsed.json().orElse(Json.NULL);
            if (!(body instanceof Json.JsonObject)) {
                String text = body instanceof Json.JsonNull ? text(request.body()) : body.write(Layout.SPACED);
                words(text, Part.QUESTION);
                words(text, Part.TEXT);
                return;
            }
            model = body.get("model")
                    .flatMap(Json::string)
                    .map(name -> (int) hash(name) | 1)
                    .orElse(0);
            String questionName = words.questions().stream()
                    .filter(name -> body.get(name).isPresent())
                    .findFirst()
                    .orElse("");
            body.get(questionName).ifPresent(question -> texts(last(question), Part.QUESTION, DEEPEST));
            for (Json.Member member : body.members()) {
                boolean isContent = words.isContent(member.name());
                if (isContent) {
                    texts(member.value(), Part.TEXT, DEEPEST);
                    settings(member.name(), Json.NULL, DEEPEST);
                    roles(member.value());
                } else if (!member.name().equals("model")) {
                    settings(member.name(), member.value(), DEEPEST);
                }
            }
        }

        private static String text(Bytes body) {
            int most = Math.min(body.size(), MOST_OF_TEXT);
            return new String(body.slice(0, most).toArray(), StandardCharsets.UTF_8);
        }

        /** The last message, or everything if there are no messages. */
        private static Json last(Json question) {
            List<Json> items = question.items();
            boolean isMessages = !items.isEmpty() && items.get(items.size() - 1) instanceof Json.JsonObject;
            return isMessages ? items.get(items.size() - 1) : question;
        }

        private void roles(Json messages) {
            List<Json> items = messages.items();
            feature(Part.SETTINGS, hash("length") + items.size());
            for (int i = 0; i < Math.min(items.size(), 100); i++) {
                String role = items.get(i).get("role").flatMap(Json::string).orElse("");
                feature(Part.SETTINGS, hash(role) + i);
            }
        }

        private void texts(Json value, Part part, int depth) {
            if (value instanceof Json.JsonString string) {
                words(string.value(), part);
            } else if (value instanceof Json.JsonNumber number) {
                feature(part, hash(number.spelling()));
            }
            if (depth > 0 && features < MOST_FEATURES) {
                value.items().forEach(item -> texts(item, part, depth - 1));
                value.members().forEach(member -> texts(member.value(), part, depth - 1));
            }
        }

        private void settings(String path, Json value, int depth) {
            if (features >= MOST_FEATURES || depth == 0) {
                return;
            }
            feature(Part.SETTINGS, hash(path));
            for (Json.Member member : value.members()) {
                settings(path + "." + member.name(), member.value(), depth - 1);
            }
            for (Json item : value.items()) {
                settings(path + "[]", item, depth - 1);
            }
            if (value.members().isEmpty() && value.items().isEmpty()) {
                feature(Part.SETTINGS, hash(path) ^ hash(value.write(Layout.COMPACT)));
            }
        }

        /** Adds each word, and each pair of neighbouring words. */
        private void words(String text, Part part) {
            long last = 0;
            int start = -1;
            for (int i = 0; i <= text.length() && features < MOST_FEATURES; i++) {
                boolean isOfWord = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
                boolean isAlone = isOfWord && text.charAt(i) >= 0x2e80 && Character.isIdeographic(text.charAt(i));
                if (start >= 0 && (!isOfWord || isAlone)) {
                    last = word(part, hash(text, start, i), last);
                    start = -1;
                }
                if (isAlone) {
                    last = word(part, hash(text, i, i + 1), last);
                } else if (isOfWord && start < 0) {
                    start = i;
                }
            }
        }

        private long word(Part part, long word, long last) {
            feature(part, word);
            feature(part, word * 31 + last);
            return word;
        }

        private void feature(Part part, long feature) {
            features++;
            sketch.add(part, feature);
        }
    }
}
