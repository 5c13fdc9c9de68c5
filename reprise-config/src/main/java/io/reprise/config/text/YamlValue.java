package io.reprise.config.text;

import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A value of a YAML 1.2 file with its place. Tags construct nothing.
 *
 * @param file for people
 * @param node the value
 */
public record YamlValue(String file, Node node) {
    /** The library follows nested values by recursion; nobody nests settings so deep. */
    private static final int DEEPEST = 50;

    private static final int SHOWN = 40;

    /**
     * The document in {@code text}; empty if it has only comments.
     *
     * @throws IllegalArgumentException if it is not YAML, or nested too deep; the message says the line
     */
    public static Optional<YamlValue> parse(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setLabel(file)
                .build();
        try {
            requireShallow(file, new Parse(settings).parseString(text));
            return new Compose(settings).composeString(text).map(node -> new YamlValue(file, node));
        } catch (MarkedYamlEngineException broken) {
            throw new IllegalArgumentException(
                    file + ":" + YamlProblem.line(broken) + ": this is not YAML: " + YamlProblem.words(broken), broken);
        } catch (YamlEngineException broken) {
            throw new IllegalArgumentException(file + ": this is not YAML: " + YamlProblem.words(broken), broken);
        }
    }

    private static void requireShallow(String file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            Event.ID kind = event.getEventId();
            if (kind == Event.ID.SequenceStart || kind == Event.ID.MappingStart) {
                depth++;
            } else if (kind == Event.ID.SequenceEnd || kind == Event.ID.MappingEnd) {
                depth--;
            }
            if (depth > DEEPEST) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                throw new IllegalArgumentException(
                        file + ":" + line + ": this is nested deeper than " + DEEPEST + " levels");
            }
        }
    }

    /** For people: file and line. */
    public String place() {
        return file
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    public IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(place() + ": " + what);
    }

    /** Whether there is no value, as in {@code upstreams:}. */
    public boolean isNothing() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /**
     * The text of a single value; numbers and booleans keep their spelling.
     *
     * @param what the name of the member, or what it is, for people
     */
    public String text(String what) {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return scalar.getValue();
        }
        if (isNothing()) {
            throw wrong(named(what) + " has no value; write one, or delete the line");
        }
        throw wrong(named(what) + " must be a single value, not " + found()
                + (node instanceof MappingNode ? "; put a text that has a colon in quotes" : ""));
    }

    /** As {@link #text}, where a list is possible as well, but is none here. */
    public String textOrList(String what) {
        if (node instanceof MappingNode) {
            throw wrong(named(what) + " must be a text or a list, not " + found()
                    + "; write each item on a line of its own, after '- '");
        }
        return text(what);
    }

    /** The items of a list; none if there is no value. */
    public List<YamlValue> items(String what) {
        if (isNothing()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            throw wrong(named(what) + " must be a list, not " + found()
                    + "; write each item on a line of its own, after '- '");
        }
        return list.getValue().stream().map(item -> new YamlValue(file, item)).toList();
    }

    /** The items of a list of texts. */
    public List<String> texts(String what) {
        List<String> texts = new ArrayList<>();
        items(what).forEach(item -> texts.add(item.text(itemOf(what))));
        return List.copyOf(texts);
    }

    /** For people: one of the items of the list {@code what}. */
    public static String itemOf(String what) {
        return "an item of '" + what + "'";
    }

    /** The members of an object, in their order; none if there is no value. Members without a value are left out. */
    public Map<String, YamlValue> members(String what) {
        return members(what, "name");
    }

    private Map<String, YamlValue> members(String what, String example) {
        Map<String, YamlValue> members = new LinkedHashMap<>();
        if (isNothing()) {
            return members;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(named(what) + " must have members, such as '" + example + ": …', and is " + found());
        }
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, tuple.getKeyNode());
            YamlValue value = new YamlValue(file, tuple.getValueNode());
            String name = key.text("the name of a member");
            if (members.putIfAbsent(name, value) != null) {
                throw key.wrong(Quoted.of(name) + " is given twice; delete one of the two");
            }
        }
        members.values().removeIf(YamlValue::isNothing);
        return members;
    }

    /** The members of an object, which may only have {@code known} ones. */
    public Map<String, YamlValue> members(String what, Collection<String> known) {
        return members(what, known, name -> Optional.empty());
    }

    /**
     * The members of an object, which may only have {@code known} ones.
     *
     * @param elsewhere what to say about a name that is known, but not here; empty for all others
     */
    public Map<String, YamlValue> members(
            String what, Collection<String> known, Function<String, Optional<String>> elsewhere) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlValue key = new YamlValue(file, tuple.getKeyNode());
                String name = key.text("the name of a member");
                if (!known.contains(name)) {
                    throw key.wrong(elsewhere.apply(name).orElseGet(() -> unknown(name, known)));
                }
            }
        }
        return members(what, known.stream().findFirst().orElse("name"));
    }

    private static String unknown(String name, Collection<String> known) {
        return Quoted.of(name) + " is not a setting"
                + NearNames.of(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; possible names are "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /** A name in quotes; a description, which has spaces, as it is. */
    private static String named(String what) {
        return what.indexOf(' ') < 0 ? "'" + what + "'" : what;
    }

    /** For people: what stands here. */
    private String found() {
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty() ? "'[]'" : "a list";
        }
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().isEmpty() ? "'{}'" : "members ('" + firstName(mapping) + ": …')";
        }
        String text = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            return "the number " + Quoted.beginning(text, SHOWN);
        }
        return node.getTag().equals(Tag.BOOL) ? "the boolean " + text : "the text " + Quoted.of(text);
    }

    private static String firstName(MappingNode mapping) {
        Node key = mapping.getValue().get(0).getKeyNode();
        return key instanceof ScalarNode scalar ? Quoted.beginning(scalar.getValue(), SHOWN) : "name";
    }
}
