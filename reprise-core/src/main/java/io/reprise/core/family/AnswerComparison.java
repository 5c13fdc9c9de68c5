package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.LinkComparison;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether two answers are the same: equal status, equal media type, the same part of the same whole, and equal chunks in the same order.
 * Chunks are compared by their JSON values without volatile members. Other headers and chunks that only keep the connection alive
 * are ignored, because they change each time.
 *
 * @param family knows what is volatile
 */
public record AnswerComparison(ApiFamily family) {
    /** Deeper values are compared whole, with volatile members; this limits recursion. */
    private static final int DEEPEST = 64;

    /** Types of events that say nothing. */
    private static final Set<String> KEEP_ALIVE = Set.of("ping", "keepalive", "keep-alive", "heartbeat");

    boolean holds(ParsedResponse first, ParsedResponse second) {
        Response one = first.response();
        Response other = second.response();
        return one.status() == other.status()
                && one.ending() == other.ending()
                && mediaType(one).equals(mediaType(other))
                && haveSame("content-length", one, other)
                && haveSame("content-range", one, other)
                && !LinkComparison.of(one.headers(), other.headers()).leadElsewhere()
                && (one.body().equals(other.body()) || said(first).equals(said(second)));
    }

    private static boolean haveSame(String header, Response one, Response other) {
        return one.headers().first(header).equals(other.headers().first(header));
    }

    private static String mediaType(Response response) {
        return response.headers()
                .first("content-type")
                .orElse("")
                .split(";", 2)[0]
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    private List<Object> said(ParsedResponse parsed) {
        List<Object> said = new ArrayList<>();
        for (int i = 0; i < parsed.response().chunks().size(); i++) {
            said.addAll(said(parsed, i));
        }
        return said;
    }

    /**
     * What the chunk at {@code index} says, as values to be compared with those of other chunks; empty if it says
     * nothing.
     */
    public List<Object> said(ParsedResponse parsed, int index) {
        List<Object> said = new ArrayList<>();
        Bytes bytes = parsed.response().chunks().get(index).bytes();
        Bytes content = parsed.response().format().content(bytes);
        List<Payload> payloads = parsed.response().format().payloads(bytes);
        for (int k = 0; k < payloads.size(); k++) {
            Optional<Json> json = parsed.payloads(index).get(k);
            if (!isKeepAlive(payloads.get(k), json)) {
                boolean isText = isText(payloads.get(k), content);
                Optional<Object> value = json.map(this::without);
                said.add(payloads.get(k).event());
                said.add(isText ? value.orElse(payloads.get(k).text(content)) : bytes);
            }
        }
        return said;
    }

    private static boolean isText(Payload payload, Bytes content) {
        return payload.parts().stream()
                .allMatch(part -> content.decode(part.start(), part.end()).isPresent());
    }

    private static boolean isKeepAlive(Payload payload, Optional<Json> json) {
        return KEEP_ALIVE.contains(payload.event())
                || json.filter(value -> value.members().size() == 1)
                        .flatMap(value -> value.get("type"))
                        .flatMap(Json::string)
                        .filter(KEEP_ALIVE::contains)
                        .isPresent();
    }

    /** The text of the JSON without what is volatile, with members in the order of their names. */
    public String without(Json json) {
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
                    .filter(member -> family.volatility(path, member.name(), member.value())
                            .isEmpty())
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
