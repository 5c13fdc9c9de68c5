package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;

/** What descriptions of requests and answers have in common, whichever tool reads them. */
public final class Stubs {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private Stubs() {}

    /** Whether requests of a method usually have a body, so that a description without one fits any. */
    public static boolean isWithBody(String method) {
        return WITH_BODY.contains(method);
    }

    /** @throws DocumentException if it is no base64 */
    public static Bytes base64(String text) {
        try {
            return Bytes.owning(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException broken) {
            throw new DocumentException("a body of it is not base64");
        }
    }

    /** The headers of an object whose members have a string or an array of strings. */
    public static Headers headers(Json object) {
        return new Headers(object.members().stream()
                .flatMap(member -> strings(member.value()).map(value -> new Headers.Field(member.name(), value)))
                .toList());
    }

    /** The strings of an array, or the one string. */
    public static Stream<String> strings(Json value) {
        return value instanceof Json.JsonArray array
                ? array.items().stream().flatMap(item -> item.string().stream())
                : value.string().stream();
    }

    /** A whole number of at most nine digits. */
    public static int number(Json object, String name, int usual) {
        return object.get(name)
                .filter(value -> value instanceof Json.JsonNumber number
                        && number.spelling().matches("-?[0-9]{1,9}"))
                .map(value -> Integer.parseInt(((Json.JsonNumber) value).spelling()))
                .orElse(usual);
    }

    public static boolean isTrue(Json object, String name) {
        return object.get(name).filter(Json.TRUE::equals).isPresent();
    }

    /** Equal for requests that are the same question to the same upstream. */
    public static String key(RecordedCall call) {
        return KeyRules.NONE.question(call.request(), TestId.NONE).key() + " " + call.upstream();
    }
}
