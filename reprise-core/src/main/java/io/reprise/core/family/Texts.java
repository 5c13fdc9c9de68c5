package io.reprise.core.family;

import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the texts of an answer together from the chunks that brought them. */
final class Texts {
    /** Deeper texts are not those of an answer; it keeps recursion bounded. */
    private static final int DEEPEST = 64;

    /** Finds the texts in the JSON of one chunk. */
    interface Finder {
        void find(Json payload, Texts texts);
    }

    private final Map<String, List<Piece>> channels = new LinkedHashMap<>();
    private int chunk;

    private Texts() {}

    static List<ChannelText> of(ParsedResponse response, Finder finder) {
        Texts texts = new Texts();
        for (; texts.chunk < response.response().chunks().size(); texts.chunk++) {
            response.values(texts.chunk).forEach(payload -> finder.find(payload, texts));
        }
        return texts.channels.entrySet().stream()
                .map(channel -> new ChannelText(channel.getKey(), channel.getValue()))
                .toList();
    }

    /** Every string of {@code payload}. What streams several things at once tells them apart by its {@code index}. */
    static void all(Json payload, Texts texts) {
        String index = index(payload, -1);
        texts.addAll(index.equals("[-1]") ? "$" : "$" + index, payload, Set.of());
    }

    /** The strings within {@code value}, but those of members named in {@code left}, on channels named by their path. */
    void addAll(String path, Json value, Set<String> left) {
        addAll(path, value, left, DEEPEST);
    }

    private void addAll(String path, Json value, Set<String> left, int depth) {
        if (value instanceof Json.JsonString string) {
            channels.computeIfAbsent(path, none -> new ArrayList<>()).add(new Piece(chunk, string.value()));
        }
        if (depth == 0) {
            return;
        }
        for (Json.Member member : value.members()) {
            if (!left.contains(member.name())) {
                addAll(path + "." + member.name(), member.value(), left, depth - 1);
            }
        }
        List<Json> items = value.items();
        for (int i = 0; i < items.size(); i++) {
            addAll(path + index(items.get(i), i), items.get(i), left, depth - 1);
        }
    }

    /** How an item of a list is named: by the index that it gives itself, since chunks hold some of the items only. */
    static String index(Json item, int position) {
        Json own = item.get("index").orElse(Json.NULL);
        return "[" + (own instanceof Json.JsonNumber number ? number.spelling() : String.valueOf(position)) + "]";
    }
}
