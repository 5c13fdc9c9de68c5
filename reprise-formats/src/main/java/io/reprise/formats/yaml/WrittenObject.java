package io.reprise.formats.yaml;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects as PyYAML and Psych write them: the text that one holds, or else its members under the name of its class. */
final class WrittenObject {
    /** The class is what follows. */
    private static final Pattern OBJECT = Pattern.compile("^(?:.*python/object(?:/new|/apply)?|!ruby/object):");

    /** The state of a file in memory begins with all of its content, wherever it was read to. */
    private static final Pattern FILE = Pattern.compile("(?:BytesIO|StringIO)$");

    private static final Pattern ITERATOR = Pattern.compile("^(?:builtins|__builtin__)\\.iter$");
    private static final Pattern BYTE_ARRAY = Pattern.compile("^(?:builtins|__builtin__)\\.bytearray$");
    private static final int LONGEST_NAME = 100;

    private WrittenObject() {}

    /** A mapping with a tag, which may be empty. */
    static Value of(String tag, Value.Mapping members) {
        boolean isRuby = tag.startsWith("!ruby/") || tag.startsWith("!str");
        if (!isRuby && !tag.contains("python/")) {
            return members;
        }
        Optional<String> name = className(tag);
        List<Value> arguments = members.get("args").map(Value::items).orElse(List.of());
        Optional<Value> content = name.filter(known -> FILE.matcher(known).find())
                .flatMap(file -> members.get("state"))
                .flatMap(state -> state.items().stream().findFirst())
                .filter(first -> first.text().isPresent());
        return content.or(() -> arguments.isEmpty() ? members.get("str") : Optional.of(made(name, arguments)))
                .orElseGet(() -> orMembers(name, members));
    }

    /** A sequence with a tag, which may be empty: what the class was called with. */
    static Value of(String tag, Value.Sequence arguments) {
        boolean isCall = tag.contains("python/object") && !arguments.items().isEmpty();
        return isCall ? made(className(tag), arguments.items()) : arguments;
    }

    private static Value made(Optional<String> name, List<Value> arguments) {
        Value first = arguments.get(0);
        if (isOf(BYTE_ARRAY, name) && first instanceof Value.Scalar && arguments.size() > 1) {
            return new Value.Binary(Bytes.owning(first.text().orElse("").getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (first.items().isEmpty() && first.entries().isEmpty()) {
            return first;
        }
        return isOf(ITERATOR, name)
                ? joined(first.items()).orElseGet(() -> orMembers(name, first))
                : orMembers(name, first);
    }

    /** The pieces of one text; empty if they are none. */
    private static Optional<Value> joined(List<Value> pieces) {
        List<Bytes> octets = new ArrayList<>();
        for (Value piece : pieces) {
            piece.octets().ifPresent(octets::add);
        }
        boolean isText = !pieces.isEmpty() && octets.size() == pieces.size();
        return isText ? Optional.of(new Value.Binary(Bytes.concat(octets))) : Optional.empty();
    }

    private static Value orMembers(Optional<String> name, Value members) {
        return name.<Value>map(known -> new Value.OfClass(known, members)).orElse(members);
    }

    private static boolean isOf(Pattern kind, Optional<String> name) {
        return name.filter(known -> kind.matcher(known).find()).isPresent();
    }

    /** Empty if the tag names no class of objects, but what YAML has itself, such as a tuple. */
    private static Optional<String> className(String tag) {
        Matcher object = OBJECT.matcher(tag);
        return object.find()
                ? Optional.of(Quoted.shortened(tag.substring(object.end()), LONGEST_NAME))
                : Optional.empty();
    }
}
