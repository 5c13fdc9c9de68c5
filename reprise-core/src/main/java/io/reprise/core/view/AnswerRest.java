package io.reprise.core.view;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What an answer has beside its messages: usage, log-probabilities, sources, errors, anything. */
final class AnswerRest {
    private static final int DEEPEST = 64;

    /** How many pieces of one text are remembered; those of a longer one are joined only. */
    private static final int MOST_PIECES = 20_000;

    /** Members that say which of several parts a chunk continues. */
    private static final List<String> PLACES =
            List.of("output_index", "content_index", "summary_index", "index", "contentBlockIndex");

    /** A text that comes in pieces. */
    private record Channel(StringBuilder joined, Set<String> pieces) {}

    private final ApiFamily family;
    private final ParsedResponse response;
    private final Claims claims;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Map<String, Boolean> isShown = new HashMap<>();

    AnswerRest(ApiFamily family, ParsedResponse response, List<ChatMessage> shown) {
        this.family = family;
        this.response = response;
        this.claims = new Claims(shown);
    }

    List<MessagePart> parts() {
        if (response.values().findAny().isEmpty()) {
            return ofBytes(response.response());
        }
        response.values().forEach(payload -> gather(prefix(payload), "", payload, DEEPEST));
        channels.forEach((path, channel) -> isShown.put(
                path,
                claims.holds(channel.joined().toString())
                        || channel.pieces().size() > 1 && claims.holdsAll(channel.pieces())));
        Unclaimed unclaimed = new Unclaimed(claims, (parent, name, scalar) -> isBookkeeping(parent, name, scalar));
        response.values().forEach(payload -> {
            String prefix = prefix(payload);
            unclaimed.look("", pruned(prefix, "", payload, DEEPEST));
        });
        return unclaimed.parts();
    }

    private boolean isBookkeeping(String parent, String name, Json scalar) {
        String path = parent.isEmpty() ? "" : "." + parent;
        return parent.isEmpty() && (name.equals("model") || name.equals("modelVersion"))
                || family.volatility(path, name, scalar).isPresent();
    }

    private List<MessagePart> ofBytes(Response received) {
        String type = received.headers().first("content-type").orElse("");
        return RawContent.part("body", type, received.body())
                .filter(part -> !(part instanceof MessagePart.Other other)
                        || !claims.holds(other.json().string().orElse("")))
                .map(List::of)
                .orElse(List.of());
    }

    private static String type(Json payload) {
        String type = payload.text("type");
        return type.isEmpty() ? payload.text("event_type") : type;
    }

    /** Texts with one name in events of different kinds, or of different parts, are different texts. */
    private static String prefix(Json payload) {
        StringBuilder prefix = new StringBuilder(type(payload));
        for (String place : PLACES) {
            payload.get(place).ifPresent(index -> prefix.append('#').append(Scalars.text(index)));
        }
        return prefix.append(' ').toString();
    }

    private void gather(String prefix, String path, Json value, int depth) {
        Optional<String> text = value.string();
        if (text.isPresent()) {
            Channel channel = channels.computeIfAbsent(
                    prefix + path, first -> new Channel(new StringBuilder(), new LinkedHashSet<>()));
            channel.joined().append(text.get());
            if (channel.pieces().size() < MOST_PIECES) {
                channel.pieces().add(text.get());
            }
        }
        if (depth > 0) {
            value.members().forEach(member -> gather(prefix, path + "." + member.name(), member.value(), depth - 1));
            List<Json> items = value.items();
            for (int i = 0; i < items.size(); i++) {
                gather(prefix, path + "[" + index(items.get(i), i) + "]", items.get(i), depth - 1);
            }
        }
    }

    private static String index(Json item, int position) {
        return item.get("index")
                .filter(own -> own instanceof Json.JsonNumber)
                .map(Scalars::text)
                .orElse(String.valueOf(position));
    }

    /** The same value without the pieces of texts that are shown as a whole. */
    private Json pruned(String prefix, String path, Json value, int depth) {
        if (value instanceof Json.JsonString) {
            return isShown.getOrDefault(prefix + path, false) ? Json.NULL : value;
        }
        if (depth == 0 || Scalars.isScalar(value)) {
            return value;
        }
        if (value instanceof Json.JsonObject) {
            return new Json.JsonObject(value.members().stream()
                    .map(member -> new Json.Member(
                            member.name(), pruned(prefix, path + "." + member.name(), member.value(), depth - 1)))
                    .toList());
        }
        List<Json> items = value.items();
        return new Json.JsonArray(IntStream.range(0, items.size())
                .mapToObj(i -> pruned(prefix, path + "[" + index(items.get(i), i) + "]", items.get(i), depth - 1))
                .toList());
    }
}
