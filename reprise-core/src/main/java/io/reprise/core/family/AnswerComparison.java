package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Whether two answers are the same: equal status, equal media type, and equal chunks in the same order. Chunks are
 * compared by their JSON values without volatile members. Other headers and chunks with only comments are ignored,
 * because they change each time.
 *
 * @param isVolatile asked with the path of an object, such as {@code .choices[0].delta}, and the name of its member
 */
record AnswerComparison(BiPredicate<String, String> isVolatile) {
    /** Deeper values are compared whole, with volatile members; this limits recursion. */
    private static final int DEEPEST = 64;

    boolean holds(ParsedResponse first, ParsedResponse second) {
        Response one = first.response();
        Response other = second.response();
        return one.status() == other.status()
                && one.ending() == other.ending()
                && mediaType(one).equals(mediaType(other))
                && (one.body().equals(other.body()) || told(first).equals(told(second)));
    }

    private static String mediaType(Response response) {
        return response.headers()
                .first("content-type")
                .orElse("")
                .split(";", 2)[0]
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    private List<Object> told(ParsedResponse parsed) {
        List<Object> told = new ArrayList<>();
        List<Chunk> chunks = parsed.response().chunks();
        for (int i = 0; i < chunks.size(); i++) {
            Bytes bytes = chunks.get(i).bytes();
            List<Payload> payloads = parsed.response().format().payloads(bytes);
            Bytes content = parsed.response().format().content(bytes);
            boolean isText = content.decode().isPresent();
            for (int k = 0; k < payloads.size(); k++) {
                Optional<Object> value = parsed.payloads(i).get(k).map(this::without);
                told.add(payloads.get(k).event());
                told.add(isText ? value.orElse(payloads.get(k).text(content)) : bytes);
            }
        }
        return told;
    }

    /** The text of the JSON without what is volatile. */
    private String without(Json json) {
        StringBuilder out = new StringBuilder();
        write(json, "", DEEPEST, out);
        return out.toString();
    }

    private void write(Json value, String path, int depth, StringBuilder out) {
        if (depth == 0) {
            out.append(value.write(Layout.COMPACT));
        } else if (value instanceof Json.JsonObject object) {
            out.append('{');
            object.members().stream()
                    .filter(member -> !isVolatile.test(path, member.name()))
                    .sorted(Comparator.comparing(Json.Member::name))
                    .forEach(member -> {
                        out.append(new Json.JsonString(member.name()).write(Layout.COMPACT));
                        out.append(':');
                        write(member.value(), path + "." + member.name(), depth - 1, out);
                        out.append(',');
                    });
            out.append('}');
        } else if (value instanceof Json.JsonArray array) {
            out.append('[');
            array.items().forEach(item -> {
                write(item, path + "[]", depth - 1, out);
                out.append(',');
            });
            out.append(']');
        } else {
            out.append(value.write(Layout.COMPACT));
        }
    }
}
