package io.reprise.core.store;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Files of recordings as hands, tools and disks may have left them: values of other types, odd numbers and headers, doubled and missing members, broken bytes. */
public final class MutatedFiles {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "[{}]",
            "\"\"",
            "\"x\"",
            "0",
            "-1",
            "1",
            "2.5",
            "1e999",
            "1e-999",
            "-0",
            "99999999999999999999",
            "1E3",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[[[]]]",
            "\"NaN\"",
            "[1]",
            "[\"a\",\"b\"]");
    private static final List<String> STATUSES = List.of(
            "0",
            "99",
            "100",
            "101",
            "103",
            "199",
            "204",
            "205",
            "206",
            "301",
            "304",
            "404",
            "500",
            "599",
            "600",
            "999",
            "1000",
            "-1",
            "1e999",
            "2e2",
            "200.0",
            "200.5",
            "\"200\"",
            "null",
            "18446744073709551816",
            "65736");
    private static final List<String> HEADERS = List.of(
            "\"x\":\"a\\r\\nb: c\"",
            "\"x\":\"a\\nb\"",
            "\"x\":\"\\u0000\"",
            "\"x\":\"\\u20ac\"",
            "\"x\":\"\\u00e9\"",
            "\"x\":\"\\ud83d\"",
            "\"x\":\" a \"",
            "\"x y\":\"a\"",
            "\"\":\"a\"",
            "\"x:\":\"a\"",
            "\"\\u00e9\":\"a\"",
            "\"x\\n\":\"a\"",
            "\":status\":\"200\"",
            "\"x\":[]",
            "\"x\":[\"a\",\"b\"]",
            "\"x\":1",
            "\"x\":null",
            "\"x\":{}",
            "\"content-length\":\"0\"",
            "\"content-length\":\"1000000\"",
            "\"content-length\":\"-1\"",
            "\"content-length\":[\"1\",\"2\"]",
            "\"transfer-encoding\":\"chunked\"",
            "\"transfer-encoding\":\"gzip\"",
            "\"connection\":\"close\"",
            "\"connection\":\"keep-alive, x\"",
            "\"connection\":\"upgrade\"",
            "\"upgrade\":\"websocket\"",
            "\"content-encoding\":\"gzip\"",
            "\"content-encoding\":\"nonsense\"",
            "\"trailer\":\"x\"",
            "\"te\":\"trailers\"",
            "\"date\":\"yesterday\"",
            "\"content-type\":\"\"",
            "\"content-type\":\"text/event-stream\"",
            "\"content-type\":\"application/json; charset=nonsense\"",
            "\"location\":\"http://[\"",
            "\"set-cookie\":[\"a\",\"a\"]",
            "\"x-reprise-upstream\":\"::\"",
            "\"retry-after\":\"-1\"",
            "\"Content-Type\":\"a\",\"content-type\":\"b\"",
            "\"x-reprise-warning\":\"x\"");
    private static final List<String> MEMBERS = List.of(
            "\"ending\":\"cut\"",
            "\"ending\":\"early\"",
            "\"ending\":\"failed\"",
            "\"ending\":1",
            "\"framing\":\"sse\"",
            "\"framing\":\"ndjson\"",
            "\"framing\":\"json-array\"",
            "\"framing\":\"event-stream\"",
            "\"framing\":\"whole\"",
            "\"framing\":\"nonsense\"",
            "\"at\":-1",
            "\"at\":9223372036854775807",
            "\"at\":1e18",
            "\"at\":1e999",
            "\"at\":50",
            "\"at\":3",
            "\"layout\":\"spaced\"",
            "\"layout\":{\"depth\":100}",
            "\"layout\":{\"indent\":\" \",\"depth\":99}",
            "\"layout\":{\"escapes\":\"\\\\u0000-\\\\uffff\"}",
            "\"layout\":{\"escapes\":\"\\\\uffff-\\\\u0000\"}",
            "\"layout\":{\"colon\":\";\"}",
            "\"pad\":2000000000",
            "\"pad\":20",
            "\"newline\":true",
            "\"newline\":\"x\"",
            "\"before\":\" \"",
            "\"before\":\"x\"",
            "\"after\":\"\\n\\n\"",
            "\"body\":{}",
            "\"raw\":\"x\"",
            "\"raw\":[\"a\",1]",
            "\"base64\":\"!\"",
            "\"base64\":\"AAA\"",
            "\"base64\":\"/w==\"",
            "\"chunks\":[]",
            "\"chunks\":[{}]",
            "\"chunks\":[{\"raw\":\"a\"},{\"base64\":\"\"}]",
            "\"chunks\":{}",
            "\"event\":\"a\\nb\"",
            "\"event\":\"x\"",
            "\"fields\":{\"id\":\"\\n\"}",
            "\"fields\":{\"n\":{\"integer\":\"x\"}}",
            "\"dialect\":{\"line-end\":\"x\"}",
            "\"dialect\":{\"fields\":\"\"}",
            "\"dialect\":{\"separator\":\"\"}",
            "\"text\":\"x\"",
            "\"data\":{}",
            "\"data\":1",
            "\"file\":{\"name\":\"../x\",\"size\":1,\"sha256\":\"\"}",
            "\"file\":{\"name\":\"nowhere.bin\",\"size\":1,\"sha256\":\"00\"}",
            "\"parts\":[]",
            "\"messages\":[]",
            "\"messages\":[{\"from\":\"upstream\",\"raw\":\"x\"}]",
            "\"close\":{\"from\":\"client\",\"code\":1000}",
            "\"close\":{\"from\":\"nobody\",\"code\":7}",
            "\"status\":101",
            "\"reprise\":0",
            "\"reprise\":2",
            "\"reprise\":3",
            "\"reprise\":4",
            "\"occurrence\":0",
            "\"occurrence\":2147483648",
            "\"occurrence\":7",
            "\"test\":\"a\\u0000\"",
            "\"test\":\"\"",
            "\"upstream\":\"\\ud800\"",
            "\"upstream\":\"x\"",
            "\"method\":\"get post\"",
            "\"path\":\"\"",
            "\"query\":\"%zz\"");

    private final Random random;

    public MutatedFiles(long seed) {
        this.random = new Random(seed);
    }

    /** The file with one to three changes. */
    public byte[] of(String file) {
        String text = file;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            text = changed(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(8) == 0 ? broken(bytes) : bytes;
    }

    private String changed(String file) {
        return switch (random.nextInt(9)) {
            case 0 -> file.replaceFirst("\"status\": [0-9]+", "\"status\": " + any(STATUSES));
            case 1 -> withHeaders(file);
            case 2, 3 -> file.replaceFirst("\"response\": \\{", "\"response\": {\n" + quoted(any(MEMBERS)) + ",");
            case 4 -> withinSomeObject(file, any(MEMBERS));
            case 5 -> file.replaceFirst("\"at\": [0-9]+", "\"at\": " + any(VALUES));
            case 6 -> withinSomeObject(file, any(HEADERS));
            case 7 -> valueChanged(file);
            default -> rare(file);
        };
    }

    private String withHeaders(String file) {
        String headers = any(HEADERS) + "," + any(HEADERS);
        return random.nextBoolean() && file.contains("\"headers\": {")
                ? file.replaceFirst("(\"response\"(?s:.*?)\"headers\": \\{)", "$1\n" + quoted(headers) + ",")
                : file.replaceFirst("\"response\": \\{", "\"response\": {\"headers\": {" + quoted(headers) + "},");
    }

    private static String quoted(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement);
    }

    private String withinSomeObject(String file, String members) {
        List<Integer> places = new ArrayList<>();
        for (int at = file.indexOf('{'); at >= 0; at = file.indexOf('{', at + 1)) {
            places.add(at + 1);
        }
        if (places.isEmpty()) {
            return file;
        }
        int place = any(places);
        String separator = file.startsWith("}", place) ? "" : ",";
        return file.substring(0, place) + members + separator + file.substring(place);
    }

    /** Any value replaced, removed or doubled. */
    private String valueChanged(String file) {
        try {
            return changed(Json.parse(file), 3 + random.nextInt(40)).write(Layout.INDENTED);
        } catch (JsonSyntaxException broken) {
            return file;
        }
    }

    private Json changed(Json json, int steps) {
        if (steps <= 0 || !(json instanceof Json.JsonObject || json instanceof Json.JsonArray)) {
            return value();
        }
        if (json instanceof Json.JsonArray) {
            List<Json> items = new ArrayList<>(json.items());
            if (!items.isEmpty()) {
                int at = random.nextInt(items.size());
                items.set(at, changed(items.get(at), steps - 1 - random.nextInt(10)));
            }
            return new Json.JsonArray(items);
        }
        List<Json.Member> members = new ArrayList<>(json.members());
        if (members.isEmpty()) {
            return value();
        }
        int at = random.nextInt(members.size());
        Json.Member member = members.get(at);
        switch (random.nextInt(10)) {
            case 0 -> members.remove(at);
            case 1 -> members.add(new Json.Member(member.name(), value()));
            case 2 -> members.set(at, new Json.Member(member.name() + "x", member.value()));
            default ->
                members.set(at, new Json.Member(member.name(), changed(member.value(), steps - random.nextInt(10))));
        }
        return new Json.JsonObject(members);
    }

    private Json value() {
        return Json.parse(any(VALUES));
    }

    private String rare(String file) {
        return switch (random.nextInt(12)) {
            case 0 -> withinSomeObject(file, "\"x\":" + "[".repeat(20_000));
            case 1 -> withinSomeObject(file, "\"x\":" + "[".repeat(20_000) + "]".repeat(20_000));
            case 2 ->
                file.replaceFirst("\"data\": ", "\"data\": " + "[".repeat(5_000) + "]".repeat(5_000) + ", \"x\": ");
            case 3 ->
                file.replaceFirst(
                        "\"response\": \\{", "\"response\": {\"headers\": {\"x\": \"" + "h".repeat(200_000) + "\"},");
            case 4 -> "\uFEFF" + file;
            case 5 -> file.replace("\n", "\r\n");
            case 6 -> file + file;
            case 7 -> file.substring(0, random.nextInt(file.length() + 1));
            case 8 -> "";
            case 9 -> any(VALUES);
            case 10 -> file.replace("\"chunks\": [", "\"chunks\": [" + "{\"at\": 1, \"raw\": \"x\"},".repeat(20_000));
            default -> file.replaceFirst("\"reprise\": [0-9]", "\"reprise\": " + any(VALUES));
        };
    }

    private byte[] broken(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] broken = bytes.clone();
        switch (random.nextInt(3)) {
            case 0 -> broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            default -> broken = Arrays.copyOf(broken, random.nextInt(broken.length));
        }
        return broken;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
