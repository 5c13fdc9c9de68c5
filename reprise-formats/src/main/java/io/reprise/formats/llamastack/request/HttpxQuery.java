package io.reprise.formats.llamastack.request;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Members of a query as the OpenAI client's {@code Querystring} writes them: the names of objects in brackets. */
final class HttpxQuery {
    private HttpxQuery() {}

    /** How lists are written. */
    enum Lists {
        /** A member for each item: {@code tags[]=a&tags[]=b}. The client of OpenAI does so ({@code array_format="brackets"}). */
        BRACKETS,
        /** {@code tags=a,b}. */
        COMMAS;

        /** {@code name=value}, or several of them; empty if nothing is sent. */
        String member(String name, Json value) {
            if (value instanceof Json.JsonObject object) {
                return joined(
                        object.members().stream().map(each -> member(name + "[" + each.name() + "]", each.value())));
            }
            if (value instanceof Json.JsonArray array) {
                List<Json> items = array.items();
                return this == BRACKETS
                        ? joined(items.stream().map(item -> member(name + "[]", item)))
                        : escaped(name)
                                + "="
                                + escaped(items.stream().map(HttpxQuery::text).collect(Collectors.joining(",")));
            }
            return value instanceof Json.JsonNull ? "" : escaped(name) + "=" + escaped(text(value));
        }
    }

    private static String joined(Stream<String> members) {
        return members.filter(text -> !text.isEmpty()).collect(Collectors.joining("&"));
    }

    private static String text(Json value) {
        return value.string().orElseGet(() -> value.write(Layout.COMPACT));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
