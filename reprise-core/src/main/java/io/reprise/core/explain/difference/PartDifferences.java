package io.reprise.core.explain.difference;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import io.reprise.core.redact.CredentialMask;
import java.util.ArrayList;
import java.util.List;

/** Explains how the parts of two multipart bodies differ. Parts are compared with those of the same name. */
final class PartDifferences {
    private static final int MOST_PARTS = 20;

    /**
     * A part of a body.
     *
     * @param canonical as docs/key.md has it
     */
    private record NamedPart(String name, Json canonical, Bytes content) {}

    private final RequestWords words;
    private final CredentialMask mask;
    private final Sides sides;
    private final List<Difference> all = new ArrayList<>();

    /** @param mask of the contents of parts */
    PartDifferences(RequestWords words, CredentialMask mask, Sides sides) {
        this.words = words;
        this.mask = mask;
        this.sides = sides;
    }

    /** @param before the parts of {@code recorded}, as docs/key.md has them */
    static List<Difference> between(
            Request recorded, List<Json> before, Request asked, List<Json> after, PartDifferences differences) {
        differences.compare(parts(recorded, before), parts(asked, after));
        return differences.all;
    }

    private static List<NamedPart> parts(Request request, List<Json> canonical) {
        List<Multipart.Part> parts =
                Multipart.parse(request.headers(), request.body()).orElse(List.of());
        List<NamedPart> named = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_PARTS, canonical.size()); i++) {
            String name = canonical.get(i).get("name").map(DisplayText::of).orElse(String.valueOf(i + 1));
            named.add(new NamedPart(
                    name, canonical.get(i), i < parts.size() ? parts.get(i).content() : Bytes.EMPTY));
        }
        return named;
    }

    private void compare(List<NamedPart> recorded, List<NamedPart> asked) {
        List<NamedPart> left = new ArrayList<>(recorded);
        for (NamedPart part : asked) {
            NamedPart same = left.stream()
                    .filter(other -> other.name().equals(part.name()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                add(part, sides.asked());
            } else {
                left.remove(same);
                compare(same, part);
            }
        }
        left.forEach(part -> add(part, sides.recorded()));
    }

    private void compare(NamedPart recorded, NamedPart asked) {
        for (Difference within : JsonDifferences.between(recorded.canonical(), asked.canonical(), words, sides)) {
            add(
                    asked,
                    switch (within.where()) {
                        case "body.bytes" -> content(recorded.content(), asked.content());
                        case "body" -> within.what();
                        default -> within.toString().replaceFirst("^body\\.json(\\.|: )?", "");
                    });
        }
    }

    private String content(Bytes recorded, Bytes asked) {
        String before = recorded.decode().map(mask::of).orElse("");
        String after = asked.decode().map(mask::of).orElse("");
        return before.isEmpty() || after.isEmpty()
                ? Differences.sizes(recorded, asked)
                : TextDifference.of(before, after);
    }

    private void add(NamedPart part, String what) {
        all.add(new Difference("part " + part.name(), what, List.of()));
    }
}
