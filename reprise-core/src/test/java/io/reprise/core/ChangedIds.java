package io.reprise.core;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScalars;
import io.reprise.core.json.JsonScalars.Scalar;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The exchanges of one conversation as they would come on another day: with other ids, times and opaque state in answers,
 * and in the requests that carry them. What is an id is told by the shape of values and the usual names, not by what API
 * families know. What a client has sent before is its own, and comes back the same.
 */
public final class ChangedIds {
    /** A member of an answer that has another value than this. */
    public record Change(String path, String name, Json value) {}

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NAME_OF_ID = Pattern.compile("(?:.*_)?ids?|.*[a-z]I[dD]s?|.*_token|cursor");
    private static final Pattern STATE = Pattern.compile(
            "signature|thought_?[sS]ignature|encrypted_content|encrypted_index|encrypted_stdout|redacted_content");
    private static final Pattern ISO_TIME =
            Pattern.compile("(20\\d\\d-\\d\\d-)(\\d\\d)([T ]\\d\\d:\\d\\d:)(\\d\\d)(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)?");
    private static final Pattern NAME_OF_TIME =
            Pattern.compile("created|updated|timestamp|iat|exp|.*_at|.*_time|.*[a-z](?:At|Time)|expires|modified");
    private static final Pattern RESOURCE = Pattern.compile("(?!models/)[A-Za-z]+/[a-z0-9-]*[a-z0-9]{10,}");
    private static final Pattern WORDS = Pattern.compile("(?:[A-Za-z]{1,16}[-_])+|[A-Za-z]+/(?:[a-z]+-)*");
    private static final Set<String> WRITTEN = Set.of(
            "text",
            "content",
            "thinking",
            "reasoning",
            "arguments",
            "partial_json",
            "delta",
            "model",
            "title",
            "url",
            "filename");

    /** What models and users write is not looked into. */
    private static final Pattern WITHIN_WRITTEN = Pattern.compile(
            ".*\\.(?:input|args|arguments|metadata|parameters|schema|embedding|logprobs|input_schema)\\b.*");

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";

    private final Random random;
    private final int days;
    private final Set<String> ofClient = new HashSet<>();
    private final StringBuilder sent = new StringBuilder();
    private final Map<String, String> changed = new HashMap<>();

    public ChangedIds(long seed) {
        this.random = new Random(seed);
        this.days = 1 + random.nextInt(9);
    }

    /** The request with the values that its client has got. Some clients send base64 in the spelling of URLs. */
    public Request request(Request request) {
        sent.append(PercentEncoding.decodeForm(request.body().toString())).append('\n');
        Function<String, String> carried = text -> {
            String now = changed.get(text);
            String sent = text.replace('-', '+').replace('_', '/');
            if (now == null && changed.containsKey(sent)) {
                return changed.get(sent).replace('+', '-').replace('/', '_');
            }
            if (now == null) {
                ofClient.add(text);
            }
            return now == null ? text : now;
        };
        String path = Arrays.stream(request.path().split("/", -1))
                .map(segment -> {
                    int colon = segment.lastIndexOf(':');
                    String verb = colon > 0 ? segment.substring(colon) : "";
                    String plain = segment.substring(0, segment.length() - verb.length());
                    String now = carried.apply(PercentEncoding.decodeText(plain));
                    return now.equals(PercentEncoding.decodeText(plain)) ? segment : now + verb;
                })
                .collect(Collectors.joining("/"));
        String query = Arrays.stream(request.query().split("&", -1))
                .map(member -> {
                    int value = member.indexOf('=') + 1;
                    String text = PercentEncoding.decodeForm(member.substring(value));
                    String now = carried.apply(text);
                    return now.equals(text)
                            ? member
                            : member.substring(0, value)
                                    + PercentEncoding.encode(Bytes.utf8(now).toArray(), "");
                })
                .collect(Collectors.joining("&"));
        Bytes body = replaced(
                request.body(),
                List.of(Payload.of(0, request.body().size())),
                scalar -> scalar.value().string().map(carried).map(Json.JsonString::new));
        return new Request(request.method(), path, query, request.headers(), body);
    }

    /** The answer with other values; {@code changes} gets their members. */
    public Response response(Response response, Set<Change> changes) {
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk chunk : response.chunks()) {
            Bytes content = response.format().content(chunk.bytes());
            List<Bytes.Replacement> replacements =
                    replacements(content, response.format().payloads(chunk.bytes()), scalar -> other(scalar, changes));
            chunks.add(
                    replacements.isEmpty()
                            ? chunk
                            : new Chunk(chunk.at(), response.format().replace(chunk.bytes(), replacements)));
        }
        return response.withChunks(chunks);
    }

    /** Takes over the values that a client got in the place of those of {@code original}. */
    public void learn(Response original, Bytes received) {
        Framer framer = original.format().framer();
        List<Bytes> frames = new ArrayList<>(framer.feed(received));
        framer.rest().ifPresent(frames::add);
        for (int i = 0; i < Math.min(frames.size(), original.chunks().size()); i++) {
            List<String> before = strings(original, original.chunks().get(i).bytes());
            List<String> now = strings(original, frames.get(i));
            for (int k = 0; k < Math.min(before.size(), now.size()); k++) {
                if (!before.get(k).equals(now.get(k))) {
                    changed.put(before.get(k), now.get(k));
                }
            }
        }
    }

    private static List<String> strings(Response response, Bytes chunk) {
        List<String> strings = new ArrayList<>();
        replacements(response.format().content(chunk), response.format().payloads(chunk), scalar -> {
            scalar.value().string().ifPresent(strings::add);
            return Optional.empty();
        });
        return strings;
    }

    private static Bytes replaced(
            Bytes text, List<Payload> payloads, Function<Scalar, Optional<? extends Json>> change) {
        return text.isEmpty() ? text : text.replace(replacements(text, payloads, change));
    }

    private static List<Bytes.Replacement> replacements(
            Bytes text, List<Payload> payloads, Function<Scalar, Optional<? extends Json>> change) {
        List<Bytes.Replacement> replacements = new ArrayList<>();
        for (Payload payload : payloads) {
            if (payload.parts().size() == 1) {
                int start = payload.parts().get(0).start();
                String json =
                        text.latin1().substring(start, payload.parts().get(0).end());
                List<Bytes.Replacement> found = new ArrayList<>();
                try {
                    JsonScalars.visit(
                            json,
                            scalar -> change.apply(scalar)
                                    .filter(value -> !value.equals(scalar.value()))
                                    .ifPresent(value -> found.add(new Bytes.Replacement(
                                            start + scalar.start(),
                                            start + scalar.end(),
                                            Bytes.utf8(value.write(Layout.COMPACT))))));
                    replacements.addAll(found);
                } catch (JsonSyntaxException noJson) {
                    // is left as it is
                }
            }
        }
        return replacements;
    }

    private Optional<Json> other(Scalar scalar, Set<Change> changes) {
        if (WITHIN_WRITTEN.matcher(scalar.path() + ".").matches()) {
            return Optional.empty();
        }
        Optional<Json> other = scalar.value() instanceof Json.JsonNumber number
                ? otherTime(scalar.name(), number.spelling())
                : scalar.value().string().flatMap(text -> otherText(scalar.name(), text));
        other.ifPresent(value -> changes.add(new Change(scalar.path(), scalar.name(), scalar.value())));
        return other;
    }

    private Optional<Json> otherTime(String name, String number) {
        if (!NAME_OF_TIME.matcher(name).matches() || !number.matches("1[0-9]{9}([0-9]{3}([0-9]{3})?)?(\\.\\d+)?")) {
            return Optional.empty();
        }
        int digits = number.replaceAll("\\..*", "").length();
        BigDecimal shift = BigDecimal.valueOf(days * 86_400L).movePointRight(digits - 10);
        return Optional.of(new Json.JsonNumber(new BigDecimal(number).add(shift).toPlainString()));
    }

    private Optional<Json> otherText(String name, String text) {
        if (ofClient.contains(text)) {
            return Optional.empty();
        }
        String known = changed.get(text);
        if (known == null && sent.indexOf(text) >= 0) {
            return Optional.empty();
        }
        if (known == null && STATE.matcher(name).matches() && text.length() >= 40) {
            known = randomText(text.length() + random.nextInt(9) - 4);
        } else if (known == null && ISO_TIME.matcher(text).matches()) {
            known = ISO_TIME.matcher(text)
                    .replaceFirst(found -> found.group(1)
                            + String.format(java.util.Locale.ROOT, "%02d", 10 + days)
                            + found.group(3)
                            + String.format(java.util.Locale.ROOT, "%02d", random.nextInt(60))
                            + text.substring(19));
        } else if (known == null && !WRITTEN.contains(name) && isId(name, text)) {
            known = otherId(text);
        }
        if (known == null && text.startsWith("http")) {
            known = text;
            for (Map.Entry<String, String> id : changed.entrySet()) {
                known = id.getKey().length() < 12 ? known : known.replace(id.getKey(), id.getValue());
            }
        }
        if (known == null || known.equals(text)) {
            return Optional.empty();
        }
        changed.put(text, known);
        return Optional.of(new Json.JsonString(known));
    }

    private static boolean isId(String name, String text) {
        if (text.length() < 6 || !text.matches("[\\x21-\\x7e]+")) {
            return false;
        }
        String end = text.substring(text.lastIndexOf('_') + 1);
        boolean isRandom = end.substring(end.lastIndexOf('-') + 1).length() >= 10
                && isMixed(end.substring(end.lastIndexOf('-') + 1))
                && text.matches("[A-Za-z0-9_-]+");
        boolean isNamed = NAME_OF_ID.matcher(name).matches()
                && text.matches("[A-Za-z0-9_+/=.:-]+")
                && text.matches(".*\\d.*")
                && !text.matches("[a-z]+(?:-[a-z]+)*-\\d{1,3}"); // counted by hand
        return UUID.matcher(text).matches()
                || isRandom
                || isNamed
                || RESOURCE.matcher(text).matches() && text.matches(".*\\d.*");
    }

    private static boolean isMixed(String text) {
        return text.matches(".*\\d.*") && text.matches(".*[A-Za-z].*");
    }

    /** Random in all characters after the words that it begins with. */
    private String otherId(String id) {
        boolean isUuid = UUID.matcher(id).matches();
        var words = WORDS.matcher(id);
        int start = !isUuid && words.lookingAt() ? words.end() : 0;
        StringBuilder other = new StringBuilder(id.substring(0, start));
        for (int i = start; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= '0' && c <= '9') {
                other.append(DIGITS.charAt(random.nextInt(10)));
            } else if (isUuid && c != '-') {
                other.append("abcdef".charAt(random.nextInt(6)));
            } else if (Character.isLowerCase(c)) {
                other.append(LETTERS.charAt(random.nextInt(26)));
            } else if (Character.isUpperCase(c)) {
                other.append(LETTERS.charAt(26 + random.nextInt(26)));
            } else {
                other.append(c);
            }
        }
        String text = other.toString();
        return changed.containsValue(text) || text.equals(id) ? otherId(id + "7") : text;
    }

    private String randomText(int length) {
        String alphabet = LETTERS + DIGITS + "+/";
        StringBuilder text = new StringBuilder("E");
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
