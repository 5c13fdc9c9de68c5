package io.reprise.core;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * YAML as JSON, with plain scalars by the rules of YAML 1.1, as PyYAML writes them: {@code 1e3} is a string, {@code on} a
 * boolean. No tag is carried out: Python's and Ruby's objects are the text that they wrap, and binary text is an object
 * with the member {@code base64_string}.
 */
final class CassetteYaml {
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern TRUE = Pattern.compile("yes|Yes|YES|true|True|TRUE|on|On|ON");
    private static final Pattern FALSE = Pattern.compile("no|No|NO|false|False|FALSE|off|Off|OFF");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+(?:[eE][-+][0-9]+)?)?");

    private CassetteYaml() {}

    static Json parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setAllowDuplicateKeys(true)
                .build();
        return new Compose(settings)
                .composeString(text)
                .map(CassetteYaml::value)
                .orElse(Json.NULL);
    }

    private static Json value(Node node) {
        boolean isPythonObject = node.getTag().getValue().contains("python/object");
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            List<Json> items =
                    sequence.getValue().stream().map(CassetteYaml::value).toList();
            return isPythonObject && !items.isEmpty() ? items.get(0) : new Json.JsonArray(items);
        }
        List<Json.Member> members = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            members.add(new Json.Member(key(tuple.getKeyNode()), value(tuple.getValueNode())));
        }
        Json object = new Json.JsonObject(members);
        return isPythonObject
                ? object.get("args")
                        .flatMap(args -> args.items().stream().findFirst())
                        .orElse(object)
                : object;
    }

    private static String key(Node node) {
        return node instanceof ScalarNode scalar
                ? scalar.getValue()
                : value(node).string().orElse("");
    }

    private static Json scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().getValue().endsWith("binary")) {
            String base64 = text.replaceAll("\\s", "");
            return new Json.JsonObject(List.of(new Json.Member("base64_string", new Json.JsonString(base64))));
        }
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return new Json.JsonString(text);
        }
        if (NULL.matcher(text).matches()) {
            return Json.NULL;
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return TRUE.matcher(text).matches() ? Json.TRUE : Json.FALSE;
        }
        return NUMBER.matcher(text).matches() ? new Json.JsonNumber(text) : new Json.JsonString(text);
    }
}
