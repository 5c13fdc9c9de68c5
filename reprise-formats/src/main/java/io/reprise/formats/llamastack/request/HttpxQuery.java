package io.reprise.formats.llamastack.request;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Members of a query as the OpenAI client's {@code Querystring} writes them: arrays joined by commas, objects in brackets. */
final class HttpxQuery {
    private HttpxQuery() {}

    /** {@code name=value}; empty if nothing is sent. */
    static String member(String name, Json value) {
        if (value instanceof Json.JsonObject object) {
            return object.members().stream()
                    .map(member -> member(name + "[" + member.name() + "]", member.value()))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("&"));
        }
        if (value instanceof Json.JsonArray array) {
            List<String> items = array.items().stream().map(HttpxQuery::text).toList();
            return escaped(name) + "=" + escaped(String.join(",", items));
        }
        return value instanceof Json.JsonNull ? "" : escaped(name) + "=" + escaped(text(value));
    }

    private static String text(Json value) {
        return value.string().orElseGet(() -> value.write(Layout.COMPACT));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
