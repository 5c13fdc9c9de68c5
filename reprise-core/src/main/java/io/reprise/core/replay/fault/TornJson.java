package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framing;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first half of a chunk's JSON where the whole should be. */
final class TornJson {
    private static final Pattern DATA = Pattern.compile("(?:^\ufeff?|[\r\n])data: ?([^\r\n]*)");

    private static final String HALF = "{\"choices\":[{\"del";

    private TornJson() {}

    static Bytes of(Framing framing, Bytes chunk) {
        String text = new String(chunk.toArray(), StandardCharsets.UTF_8);
        return Bytes.utf8(
                switch (framing) {
                    case SSE -> event(text);
                    case NDJSON -> half(text.strip()) + "\n";
                    case WHOLE -> half(text.strip());
                });
    }

    private static String event(String text) {
        Matcher data = DATA.matcher(text);
        return data.find()
                ? text.substring(0, data.start(1)) + half(data.group(1)) + text.substring(data.end(1))
                : "data: " + HALF + "\n\n";
    }

    /** An object or array that ends in its middle is never valid JSON; other values might be, so they are replaced. */
    private static String half(String json) {
        boolean isOpen = json.length() > 1 && (json.startsWith("{") || json.startsWith("[")) && !json.equals("[DONE]");
        if (!isOpen) {
            return HALF;
        }
        int middle = json.length() / 2;
        return json.substring(0, Character.isLowSurrogate(json.charAt(middle)) ? middle - 1 : middle);
    }
}
