package io.reprise.core.store.file.member;

import io.reprise.core.json.Escapes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.Spelling;
import io.reprise.core.json.WhiteSpace;
import io.reprise.core.json.WhiteSpace.Lines;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The member {@code layout}: how JSON is spelled, by the name of a layout or by what differs from the compact one. */
public final class SpellingMember {
    public static final String NAME = "layout";

    static final Set<String> PROPERTIES =
            Set.of("colon", "comma", "inside", "empty", "indent", "line-end", "depth", "escapes", "hex");

    private static final String UPPER = "upper";
    private static final Pattern HEX = Pattern.compile(UPPER + "|lower");

    private SpellingMember() {}

    /** The layout whose name says all about the spelling, if there is one. */
    public static Optional<Layout> named(Spelling spelling) {
        return EnumSet.allOf(Layout.class).stream()
                .filter(layout -> Spelling.of(layout).equals(spelling))
                .findFirst();
    }

    public static Json value(Spelling spelling) {
        Optional<Layout> named = named(spelling);
        return named.isPresent() ? new Json.JsonString(name(named.get())) : properties(spelling);
    }

    private static String name(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    private static Json properties(Spelling spelling) {
        WhiteSpace space = spelling.whiteSpace();
        List<Json.Member> members = new ArrayList<>();
        add(members, "colon", space.colon(), WhiteSpace.NONE.colon());
        add(members, "comma", space.comma(), WhiteSpace.NONE.comma());
        add(members, "inside", space.inside(), "");
        add(members, "empty", space.empty(), "");
        if (!space.lines().isNone()) {
            members.add(text("indent", space.lines().indent()));
            add(members, "line-end", space.lines().end(), "\n");
            if (space.lines().depth() > 0) {
                members.add(new Json.Member(
                        "depth",
                        new Json.JsonNumber(String.valueOf(space.lines().depth()))));
            }
        }
        add(members, "escapes", spelling.escapes().text(), "");
        add(members, "hex", spelling.escapes().isUpper() ? UPPER : "", "");
        return new Json.JsonObject(members);
    }

    private static void add(List<Json.Member> members, String name, String value, String usual) {
        if (!value.equals(usual)) {
            members.add(text(name, value));
        }
    }

    private static Json.Member text(String name, String value) {
        return new Json.Member(name, new Json.JsonString(value));
    }

    /** The spelling that {@code holder} names, or {@code usual} if it names none. */
    public static Spelling read(FileValue holder, Spelling usual) {
        return holder.get(NAME)
                .map(value -> value.json() instanceof Json.JsonObject
                        ? spelling(value)
                        : Spelling.of(value.oneOf(EnumSet.allOf(Layout.class))))
                .orElse(usual);
    }

    private static Spelling spelling(FileValue value) {
        value.requireOnly(PROPERTIES);
        Optional<String> indent = spaces(value, "indent", WhiteSpace.SPACES);
        Lines lines = indent.map(unit -> new Lines(
                        spaces(value, "line-end", Lines.END).orElse("\n"),
                        unit,
                        value.get("depth")
                                .map(depth -> (int) depth.number(0, Lines.MOST_LEVELS))
                                .orElse(0)))
                .orElse(Lines.NONE);
        WhiteSpace space = new WhiteSpace(
                spaces(value, "colon", WhiteSpace.COLON).orElse(":"),
                spaces(value, "comma", WhiteSpace.COMMA).orElse(","),
                spaces(value, "inside", WhiteSpace.SPACES).orElse(""),
                spaces(value, "empty", WhiteSpace.SPACES).orElse(""),
                lines);
        boolean isUpper = spaces(value, "hex", HEX).filter(UPPER::equals).isPresent();
        Escapes escapes = value.get("escapes")
                .map(text -> text.valid(() -> Escapes.of(text.text(), isUpper)))
                .orElseGet(() -> Escapes.of("", isUpper));
        return new Spelling(space, escapes);
    }

    private static Optional<String> spaces(FileValue holder, String name, Pattern pattern) {
        return holder.get(name).map(value -> {
            if (!pattern.matcher(value.text()).matches()) {
                throw value.wrong("is not a '" + name + "' of a layout");
            }
            return value.text();
        });
    }
}
