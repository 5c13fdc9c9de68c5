package io.reprise.formats.yaml;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.formats.DocumentException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as values. Objects of Python and Ruby are the texts that they wrap: no tag is carried out. Aliases share the values of their
 * anchors. What would take more memory than a file can need is an error.
 */
public final class YamlReader {
    /** No tool nests deeper; Python cannot. */
    private static final int DEEPEST = 1_000;

    /** So many times the file's size may be its values with all aliases written out, and this much in any case. */
    private static final int MOST_TIMES = 16;

    private static final long FREE = 1 << 20;

    /** With these, quotes do not make a text; the first is how PyYAML reads {@code !}. */
    private static final Set<String> JSON_TAGS = Set.of(
            "!",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null");

    private final Deque<Collection> open = new ArrayDeque<>();
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final long heaviest;
    private final LineSeparators separators;
    private Value root = Value.NULL;
    private int documents;

    /** @param weight its size with all aliases written out, about in characters */
    private record Anchored(Value value, long weight) {}

    private YamlReader(String text, LineSeparators separators) {
        this.separators = separators;
        this.heaviest = FREE + MOST_TIMES * (long) text.length();
    }

    /**
     * The value of the first document in {@code text}; null if there is none.
     *
     * @throws DocumentException if it is not YAML, or too deep, or its aliases make it too large; with line and column
     */
    public static Value read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(8_192)
                .build();
        LineSeparators separators = LineSeparators.of(text);
        YamlReader reader = new YamlReader(text, separators);
        try {
            for (Event event : new Parse(settings).parseString(separators.asYaml12())) {
                reader.take(event);
            }
        } catch (ReaderException wrong) {
            throw new DocumentException(
                    "it is not YAML: it has a character that YAML does not allow" + place(text, wrong.getPosition()));
        } catch (MarkedYamlEngineException wrong) {
            throw new DocumentException("it is not YAML: " + wrong.getProblem()
                    + wrong.getProblemMark()
                            .or(wrong::getContextMark)
                            .map(YamlReader::place)
                            .orElse(""));
        } catch (YamlEngineException wrong) {
            throw new DocumentException("it is not YAML: its form is wrong");
        }
        return reader.root;
    }

    private static String place(Mark mark) {
        return " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String place(String text, int codePoints) {
        int index = text.codePointCount(0, text.length()) < codePoints
                ? text.length()
                : text.offsetByCodePoints(0, codePoints);
        String before = text.substring(0, index);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return " at line " + line + ", column " + (index - before.lastIndexOf('\n'));
    }

    private void take(Event event) {
        if (event instanceof DocumentStartEvent) {
            documents++;
            anchors.clear();
        } else if (event instanceof AliasEvent alias) {
            Anchor anchor = alias.getAnchor().orElseThrow();
            Anchored meant = anchors.get(anchor);
            if (meant == null) {
                throw new DocumentException(
                        "its alias '*" + anchor.getValue() + "' stands for nothing before it" + placeOf(event));
            }
            add(meant.value(), meant.weight(), event);
        } else if (event instanceof ScalarEvent scalar) {
            add(anchored(scalar, scalar(scalar), scalar.getValue().length() + 8L), event);
        } else if (event instanceof CollectionStartEvent start) {
            if (open.size() == DEEPEST) {
                throw new DocumentException("it is nested more than " + DEEPEST + " levels deep" + placeOf(event));
            }
            open.push(new Collection(start));
        } else if (event instanceof CollectionEndEvent) {
            Collection ended = open.pop();
            add(anchored(ended.start, ended.value(), ended.weight), event);
        }
    }

    private Anchored anchored(NodeEvent node, Value value, long weight) {
        Anchored anchored = new Anchored(value, weight);
        node.getAnchor().ifPresent(anchor -> anchors.put(anchor, anchored));
        return anchored;
    }

    private void add(Anchored anchored, Event event) {
        add(anchored.value(), anchored.weight(), event);
    }

    private void add(Value value, long weight, Event event) {
        Collection parent = open.peek();
        if (parent == null) {
            root = documents == 1 ? value : root;
            return;
        }
        parent.add(value, weight);
        if (parent.weight > heaviest) {
            throw new DocumentException(
                    "its aliases make it more than " + MOST_TIMES + " times as large as its text" + placeOf(event));
        }
    }

    private static String placeOf(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse("");
    }

    private Value scalar(ScalarEvent scalar) {
        String text = separators.meant(scalar.getValue(), scalar.getScalarStyle());
        String tag = scalar.getTag().orElse("");
        if (tag.endsWith("binary")) {
            return new Value.Binary(bytes(text, scalar));
        }
        boolean isText = tag.isEmpty() ? !scalar.isPlain() : !JSON_TAGS.contains(tag);
        return new Value.Scalar(text, isText ? new Json.JsonString(text) : PlainScalars.json(text));
    }

    private static Bytes bytes(String base64, ScalarEvent scalar) {
        try {
            return Bytes.owning(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException wrong) {
            throw new DocumentException("it has bytes that are not base64" + placeOf(scalar));
        }
    }

    /** A sequence or mapping while it is read. */
    private static final class Collection {
        private final CollectionStartEvent start;
        private final List<Value> items = new ArrayList<>();
        private final List<Value.Entry> entries = new ArrayList<>();
        private @Nullable Value key;
        private long weight = 8;

        Collection(CollectionStartEvent start) {
            this.start = start;
        }

        void add(Value value, long weightOfValue) {
            weight += weightOfValue;
            if (!(start instanceof MappingStartEvent)) {
                items.add(value);
            } else if (key == null) {
                key = value;
            } else {
                put(key, value);
                key = null;
            }
        }

        private void put(Value name, Value value) {
            if (name instanceof Value.Scalar scalar && scalar.spelling().equals("<<")) {
                entries.addAll(0, value.entries());
                value.items().forEach(each -> entries.addAll(0, each.entries()));
            } else {
                entries.add(new Value.Entry(spelled(name), value));
            }
        }

        private static String spelled(Value name) {
            return name instanceof Value.Scalar scalar
                    ? scalar.spelling()
                    : name.text().orElseGet(() -> name.json().toString());
        }

        Value value() {
            String tag = start.getTag().orElse("");
            return start instanceof MappingStartEvent
                    ? WrittenObject.of(tag, new Value.Mapping(entries))
                    : WrittenObject.of(tag, new Value.Sequence(items));
        }
    }
}
