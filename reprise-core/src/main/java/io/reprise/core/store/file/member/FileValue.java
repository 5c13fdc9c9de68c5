package io.reprise.core.store.file.member;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.StoreException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value within a file, with its place, for error messages. */
public record FileValue(String location, Place where, Json json) {
    private static final int SHORT_NUMBER = 9;
    private static final int MEMBER = -1;
    private static final int LONGEST_NAME = 200;

    /**
     * Where a value is within its file. It is spelled out for errors only.
     *
     * @param holder has the value; null for the whole file
     * @param name of the member
     * @param index of an item; -1 for a member
     */
    private record Place(@Nullable Place holder, String name, int index) {
        static final Place OF_ALL = new Place(null, "", MEMBER);

        @Override
        public String toString() {
            if (holder == null) {
                return "";
            }
            String before = holder.toString();
            String own = index != MEMBER ? "[" + index + "]" : Quoted.shortened(name, LONGEST_NAME);
            return before.isEmpty() || index != MEMBER ? before + own : before + "." + own;
        }
    }

    /** What a value is, for people. */
    private static final Json.Visitor<String> KIND = new Json.Visitor<>() {
        @Override
        public String object(Json.JsonObject object) {
            return "an object";
        }

        @Override
        public String array(Json.JsonArray array) {
            return "a list";
        }

        @Override
        public String string(Json.JsonString string) {
            return "a string";
        }

        @Override
        public String number(Json.JsonNumber number) {
            return "a number";
        }

        @Override
        public String bool(Json.JsonBoolean bool) {
            return bool.value() ? "true" : "false";
        }

        @Override
        public String nothing() {
            return "null";
        }
    };

    public static FileValue parse(Bytes file, String location) {
        return Json.tryParse(file)
                .map(json -> new FileValue(location, Place.OF_ALL, json))
                .orElseGet(() -> parseText(file, location));
    }

    /** A file with a byte order mark, or one that is broken: it is read again to say where. */
    private static FileValue parseText(Bytes file, String location) {
        String text =
                file.decode().orElseThrow(() -> broken(location, "it is not UTF-8", "save it in that encoding", null));
        if (text.isBlank()) {
            throw broken(location, "the file is empty", "correct it", null);
        }
        try {
            return new FileValue(
                    location, Place.OF_ALL, Json.parse(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (JsonSyntaxException cause) {
            throw broken(location, "it is not valid JSON: " + cause.getMessage(), "correct it", cause);
        }
    }

    private static StoreException broken(String location, String what, String remedy, @Nullable Throwable cause) {
        return StoreException.unreadable(location, what, remedy + ", or delete it to record it again", cause);
    }

    /** A whole file that has this value. */
    public static FileValue of(Json file, String location) {
        return new FileValue(location, Place.OF_ALL, file);
    }

    /** An item of the list that is a member of this object, where the list itself is not in memory. */
    public FileValue item(String list, int index, Json value) {
        return new FileValue(location, new Place(new Place(where, list, MEMBER), "", index), value);
    }

    /** What is said of a file that is not JSON in UTF-8. */
    public static StoreException notJson(String location, String what, @Nullable Throwable cause) {
        return broken(location, what, "correct it", cause);
    }

    public StoreException wrong(String what) {
        return broken(
                location, (place().isEmpty() ? "it " : "its member '" + place() + "' ") + what, "correct it", null);
    }

    public Optional<FileValue> get(String name) {
        if (!(json instanceof Json.JsonObject)) {
            throw wrong("is " + kind() + ", not an object");
        }
        return json.get(name).map(value -> member(name, value));
    }

    public FileValue require(String name) {
        return get(name).orElseThrow(() -> wrong("has no member '" + name + "'"));
    }

    public String text() {
        return json.string().orElseThrow(() -> wrong("is " + kind() + ", not a string"));
    }

    public boolean isTrue() {
        if (json instanceof Json.JsonBoolean bool) {
            return bool.value();
        }
        throw wrong("is " + kind() + ", not true or false");
    }

    public long number(long least, long most) {
        if (json instanceof Json.JsonNumber number) {
            try {
                long value = whole(number.spelling());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException outOfRange) {
                // said below
            }
        }
        throw wrong("is not a whole number "
                + (most == Long.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most));
    }

    private static long whole(String spelling) {
        return spelling.length() <= SHORT_NUMBER && isDigits(spelling)
                ? Integer.parseInt(spelling)
                : new BigDecimal(spelling).longValueExact();
    }

    /** Without a stream, since each chunk of a recording has a number. */
    private static boolean isDigits(String spelling) {
        for (int i = 0; i < spelling.length(); i++) {
            if (spelling.charAt(i) < '0' || spelling.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The one of {@code values} that this text names in lower case. */
    public <E extends Enum<E>> E oneOf(Set<E> values) {
        return oneOf(values, value -> value.name().toLowerCase(Locale.ROOT));
    }

    /** The one of {@code values} that this text names; upper and lower case are the same. */
    public <T> T oneOf(Collection<T> values, Function<T, String> names) {
        String name = text();
        return values.stream()
                .filter(value -> names.apply(value).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> wrong("is not one of "
                        + values.stream()
                                .map(value -> "'" + names.apply(value) + "'")
                                .collect(Collectors.joining(", "))));
    }

    public List<FileValue> items() {
        if (!(json instanceof Json.JsonArray)) {
            throw wrong("is " + kind() + ", not a list");
        }
        List<FileValue> items = new ArrayList<>();
        for (Json item : json.items()) {
            items.add(new FileValue(location, new Place(where, "", items.size()), item));
        }
        return items;
    }

    /** The texts of a list, or this one text. */
    public List<String> texts() {
        return json instanceof Json.JsonArray
                ? items().stream().map(FileValue::text).toList()
                : List.of(text());
    }

    /** A member of an object, with its place. */
    public record FileMember(String name, FileValue value) {}

    public List<FileMember> members() {
        if (!(json instanceof Json.JsonObject)) {
            throw wrong("is " + kind() + ", not an object");
        }
        return json.members().stream()
                .map(member -> new FileMember(member.name(), member(member.name(), member.value())))
                .toList();
    }

    /** What {@code reading} makes of this value. */
    public <T> T valid(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw wrong("is not valid: " + wrong.getMessage());
        }
    }

    /** Fails if this object has a member of another name. */
    void requireOnly(Set<String> names) {
        for (FileMember member : members()) {
            if (!names.contains(member.name())) {
                throw member.value().wrong("is not known");
            }
        }
    }

    private FileValue member(String name, Json value) {
        return new FileValue(location, new Place(where, name, MEMBER), value);
    }

    /** Such as {@code response.chunks[3].at}; empty for the whole file. */
    public String place() {
        return where.toString();
    }

    private String kind() {
        return json.accept(KIND);
    }
}
