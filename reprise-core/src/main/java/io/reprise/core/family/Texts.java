package io.reprise.core.family;

import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Joins the texts of an answer from its chunks. */
public final class Texts {
    /** Deeper texts are not part of an answer; this limits recursion. */
    private static final int DEEPEST = 64;

    /** Finds the texts in the JSON of one chunk. */
    public interface Finder {
        void find(Json payload, Texts texts);
    }

    private final Map<String, List<Piece>> channels = new LinkedHashMap<>();
    private int chunk;

    private Texts() {}

    public static List<ChannelText> of(ParsedResponse response, Finder finder) {
        Texts texts = new Texts();
        for (; texts.chunk < response.response().chunks().size(); texts.chunk++) {
            response.values(texts.chunk).forEach(payload -> finder.find(payload, texts));
        }
        return texts.channels.entrySet().stream()
                .map(channel -> new ChannelText(channel.getKey(), channel.getValue()))
                .toList();
    }

    /** Every string of {@code payload}. Parts that are streamed at the same time differ in their {@code index}. */
    public static void all(Json payload, Texts texts) {
        String index = index(payload, -1);
        texts.addAll(index.equals("[-1]") ? "$" : "$" + index, payload, Set.of());
    }

    /** The strings within {@code value}, without members named in {@code left}; their paths name their channels. */
    public void addAll(String path, Json value, Set<String> left) {
        addAll(path, value, left::contains, DEEPEST);
    }

    /** As {@link #addAll(String, Json, Set)}, without members whose names {@code isLeft} accepts. */
    public void addAll(String path, Json value, Predicate<String> isLeft) {
        addAll(path, value, isLeft, DEEPEST);
    }

    private void addAll(String path, Json value, Predicate<String> isLeft, int depth) {
        if (value instanceof Json.JsonString string) {
            channels.computeIfAbsent(path, none -> new ArrayList<>()).add(new Piece(chunk, string.value()));
        }
        if (depth == 0) {
            return;
        }
        for (Json.Member member : value.members()) {
            if (!isLeft.test(member.name())) {
                addAll(path + "." + member.name(), member.value(), isLeft, depth - 1);
            }
        }
        List<Json> items = value.items();
        for (int i = 0; i < items.size(); i++) {
            addAll(path + index(items.get(i), i), items.get(i), isLeft, depth - 1);
        }
    }

    /** The name of a list's item: its member {@code index}, because chunks have only some of the items. */
    public static String index(Json item, int position) {
        Json own = item.get("index").orElse(Json.NULL);
        return "[" + (own instanceof Json.JsonNumber number ? number.spelling() : String.valueOf(position)) + "]";
    }
}
