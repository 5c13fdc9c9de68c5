package io.reprise.core.explain.difference;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.known.PathsBelowV1;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Explains why two requests are not the same question, with the names of a chat request. */
public final class Differences {
    /** The names of body parts in the canonical form of docs/key.md. */
    private static final String JSON = "json";

    /** The header whose value is shown, since it says what is asked for. */
    private static final String RANGE = "range";

    private static final String MULTIPART = "multipart";

    /** In bytes. */
    private static final int LARGE = 1 << 20;

    private final RequestWords words;
    private final CredentialMask mask;
    private final Sides sides;
    private final List<Difference> all = new ArrayList<>();

    private Differences(RequestWords words, CredentialMask mask, Sides sides) {
        this.words = words;
        this.mask = mask;
        this.sides = sides;
    }

    /**
     * What makes the keys of two questions differ; nothing if they are the same question but for the test.
     *
     * @param mask of both, before they are compared, since a difference may divide a credential
     */
    public static List<Difference> between(Question recorded, Question asked, CredentialMask mask) {
        return between(recorded, asked, mask, Sides.OF_A_MISS);
    }

    /** As {@link #between(Question, Question, CredentialMask)}, for two recordings, which are called {@code a} and {@code b}. */
    public static List<Difference> betweenRecordings(Question a, Question b, CredentialMask mask) {
        return between(a, b, mask, Sides.OF_TWO_RECORDINGS);
    }

    private static List<Difference> between(Question recorded, Question asked, CredentialMask mask, Sides sides) {
        Json before = masked(recorded, mask);
        Json after = masked(asked, mask);
        Differences differences = new Differences(asked.parsed().family().words(), mask, sides);
        differences.scalar("method", before, after);
        if (sides != Sides.OF_A_MISS || !PathsBelowV1.areSame(before.text("path"), after.text("path"))) {
            differences.scalar("path", before, after);
        }
        differences.query(before, after);
        differences.headers(before, after);
        Json body = after.get("body").orElse(Json.NULL);
        Json recordedBody = before.get("body").orElse(Json.NULL);
        if (recordedBody.get(MULTIPART).isPresent() && body.get(MULTIPART).isPresent()) {
            differences.all.addAll(PartDifferences.between(
                    recorded.request(),
                    recordedBody.get(MULTIPART).get().items(),
                    asked.request(),
                    body.get(MULTIPART).get().items(),
                    new PartDifferences(differences.words, mask, sides)));
        } else if (!differences.body(recordedBody, body)) {
            differences.opaque(recorded.request().body(), asked.request().body());
        }
        if (differences.all.isEmpty() && !recorded.digest().equals(asked.digest())) {
            differences.all.add(new Difference("request", "the credentials differ; they are not shown", List.of()));
        }
        return differences.all;
    }

    private static Json masked(Question question, CredentialMask mask) {
        Json value = question.canonical().value();
        return question.request().body().size() > LARGE ? mask.ofLarge(value) : mask.of(value);
    }

    private void scalar(String name, Json recorded, Json asked) {
        Json before = recorded.get(name).orElse(Json.NULL);
        Json after = asked.get(name).orElse(Json.NULL);
        if (!before.equals(after)) {
            String one = before.string().orElse("none");
            String other = after.string().orElse("none");
            all.add(new Difference(name, DisplayText.change(one, other, 100), List.of()));
        }
    }

    private void query(Json recorded, Json asked) {
        List<Json> before = recorded.get("query").map(Json::items).orElse(List.of());
        List<Json> after = asked.get("query").map(Json::items).orElse(List.of());
        if (!before.equals(after)) {
            all.add(new Difference("query", DisplayText.change(joined(before), joined(after), 120), List.of()));
        }
    }

    private static String joined(List<Json> members) {
        List<String> texts =
                members.stream().flatMap(member -> member.string().stream()).toList();
        return texts.isEmpty() ? "none" : "?" + String.join("&", texts);
    }

    private void headers(Json recorded, Json asked) {
        Json before = recorded.get("headers").orElse(Json.NULL);
        Json after = asked.get("headers").orElse(Json.NULL);
        Set<String> names = new LinkedHashSet<>();
        after.members().forEach(member -> names.add(member.name()));
        before.members().forEach(member -> names.add(member.name()));
        if (names.remove(RANGE)) {
            scalar(RANGE, before, after);
        }
        for (String name : names) {
            if (!before.get(name).equals(after.get(name))) {
                all.add(new Difference("header " + name, "differs", List.of()));
            }
        }
    }

    /** False where the bodies differ, and only their bytes can tell how. */
    private boolean body(Json before, Json after) {
        if (before.get(JSON).isPresent() && after.get(JSON).isPresent()) {
            all.addAll(JsonDifferences.between(
                    before.get(JSON).get(), after.get(JSON).get(), words, sides));
        } else if (!kind(before).equals(kind(after))) {
            all.add(new Difference("body", kind(before) + " → " + kind(after), List.of()));
        } else if (!before.write(Layout.COMPACT).equals(after.write(Layout.COMPACT))) {
            return false;
        }
        return true;
    }

    private static String kind(Json body) {
        if (body.get(JSON).isPresent()) {
            return "JSON";
        } else if (body.get(MULTIPART).isPresent()) {
            return "multipart";
        }
        return body.get("bytes").isPresent() ? "not valid JSON" : "empty";
    }

    private void opaque(Bytes recorded, Bytes asked) {
        String before = recorded.decode().map(mask::of).orElse("");
        String after = asked.decode().map(mask::of).orElse("");
        if (!before.isEmpty() && !after.isEmpty()) {
            all.add(new Difference("body (not valid JSON)", TextDifference.of(before, after), List.of()));
            return;
        }
        all.add(new Difference("body (not text)", sizes(recorded, asked), List.of()));
    }

    /** How two contents differ that cannot be shown. */
    static String sizes(Bytes recorded, Bytes asked) {
        int same = 0;
        while (same < Math.min(recorded.size(), asked.size()) && recorded.at(same) == asked.at(same)) {
            same++;
        }
        return recorded.size() + " bytes → " + asked.size() + " bytes, the same up to byte " + same;
    }
}
