package io.reprise.core.explain.difference;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Explains why two requests are not the same question, with the names of a chat request. */
public final class Differences {
    /** The names of body parts in the canonical form of docs/key.md. */
    private static final String JSON = "json";

    private static final String MULTIPART = "multipart";

    private Differences() {}

    /** What makes the keys of two questions differ; nothing if they are the same question but for the test. */
    public static List<Difference> between(Question recorded, Question asked) {
        Json before = recorded.canonical().value();
        Json after = asked.canonical().value();
        List<Difference> all = new ArrayList<>();
        scalar("method", before, after, all);
        scalar("path", before, after, all);
        query(before, after, all);
        headers(before, after, all);
        body(
                before.get("body").orElse(Json.NULL),
                after.get("body").orElse(Json.NULL),
                recorded.request().body(),
                asked.request().body(),
                all);
        return all;
    }

    private static void scalar(String name, Json recorded, Json asked, List<Difference> all) {
        Json before = recorded.get(name).orElse(Json.NULL);
        Json after = asked.get(name).orElse(Json.NULL);
        if (!before.equals(after)) {
            String one = DisplayText.visible(DisplayText.elided(before.string().orElse("none"), 100));
            String other = DisplayText.visible(DisplayText.elided(after.string().orElse("none"), 100));
            all.add(new Difference(name, one + " → " + other, List.of()));
        }
    }

    private static void query(Json recorded, Json asked, List<Difference> all) {
        List<Json> before = recorded.get("query").map(Json::items).orElse(List.of());
        List<Json> after = asked.get("query").map(Json::items).orElse(List.of());
        if (!before.equals(after)) {
            all.add(new Difference("query", joined(before) + " → " + joined(after), List.of()));
        }
    }

    private static String joined(List<Json> members) {
        List<String> texts = members.stream()
                .limit(20)
                .flatMap(member -> member.string().stream())
                .toList();
        return texts.isEmpty() ? "none" : "?" + DisplayText.visible(DisplayText.elided(String.join("&", texts), 120));
    }

    private static void headers(Json recorded, Json asked, List<Difference> all) {
        Json before = recorded.get("headers").orElse(Json.NULL);
        Json after = asked.get("headers").orElse(Json.NULL);
        Set<String> names = new LinkedHashSet<>();
        after.members().forEach(member -> names.add(member.name()));
        before.members().forEach(member -> names.add(member.name()));
        for (String name : names) {
            if (!before.get(name).equals(after.get(name))) {
                all.add(new Difference("header " + name, "differs", List.of()));
            }
        }
    }

    private static void body(Json before, Json after, Bytes recorded, Bytes asked, List<Difference> all) {
        if (before.get(JSON).isPresent() && after.get(JSON).isPresent()) {
            all.addAll(JsonDifferences.between(
                    before.get(JSON).get(), after.get(JSON).get()));
        } else if (before.get(MULTIPART).isPresent() && after.get(MULTIPART).isPresent()) {
            parts(
                    before.get(MULTIPART).get().items(),
                    after.get(MULTIPART).get().items(),
                    all);
        } else if (!kind(before).equals(kind(after))) {
            all.add(new Difference("body", kind(before) + " → " + kind(after), List.of()));
        } else if (!before.write(Layout.COMPACT).equals(after.write(Layout.COMPACT))) {
            all.add(opaque(recorded, asked));
        }
    }

    private static String kind(Json body) {
        if (body.get(JSON).isPresent()) {
            return "JSON";
        } else if (body.get(MULTIPART).isPresent()) {
            return "multipart";
        }
        return body.get("bytes").isPresent() ? "not valid JSON" : "empty";
    }

    private static Difference opaque(Bytes recorded, Bytes asked) {
        String before = recorded.decode().orElse("");
        String after = asked.decode().orElse("");
        if (!before.isEmpty() && !after.isEmpty()) {
            return new Difference("body (not valid JSON)", TextDifference.of(before, after), List.of());
        }
        int same = 0;
        while (same < Math.min(recorded.size(), asked.size()) && recorded.at(same) == asked.at(same)) {
            same++;
        }
        String what = recorded.size() + " bytes → " + asked.size() + " bytes, the same up to byte " + same;
        return new Difference("body (not text)", what, List.of());
    }

    private static void parts(List<Json> before, List<Json> after, List<Difference> all) {
        for (int i = 0; i < Math.min(20, Math.max(before.size(), after.size())); i++) {
            Json one = i < before.size() ? before.get(i) : Json.NULL;
            Json other = i < after.size() ? after.get(i) : Json.NULL;
            String name = (other instanceof Json.JsonNull ? one : other)
                    .get("name")
                    .map(DisplayText::of)
                    .orElse(String.valueOf(i + 1));
            for (Difference within : JsonDifferences.between(one, other)) {
                all.add(part(name, within));
            }
        }
    }

    private static Difference part(String name, Difference within) {
        String what = switch (within.where()) {
            case "body.bytes" -> "has different bytes";
            case "body" -> within.what();
            default -> within.toString().replaceFirst("^body\\.json\\.?", "");
        };
        return new Difference("part " + name, what, List.of());
    }
}
