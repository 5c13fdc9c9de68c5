package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Bodies and files of real exchanges: each JSON file as it is, and each text within YAML that is long enough to be a body. */
final class RealTraffic {
    private static final int SHORTEST = 40;
    private static final int LONGEST = 16_384;

    /** Enough for an hour; more only take time to load. */
    private static final int MOST = 400;

    private RealTraffic() {}

    /** Some of what there is, the same each time. */
    static List<Bytes> in(Path directory) throws IOException {
        Set<Bytes> all = new LinkedHashSet<>();
        for (Path file : files(directory)) {
            String name = file.toString();
            if (name.endsWith(".json")) {
                add(Bytes.owning(Files.readAllBytes(file)), all);
            } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                texts(Files.readString(file), all);
            }
        }
        List<Bytes> list = new ArrayList<>(all);
        List<Bytes> some = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, list.size()); i++) {
            some.add(list.get((int) ((long) i * list.size() / Math.min(MOST, list.size()))));
        }
        return some;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(Bytes bytes, Set<Bytes> all) {
        if (bytes.size() >= SHORTEST && bytes.size() <= LONGEST) {
            all.add(bytes);
        }
    }

    private static void texts(String yaml, Set<Bytes> all) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            new Compose(settings).composeString(yaml).ifPresent(document -> texts(document, all));
        } catch (YamlEngineException otherDialect) {
            // There are enough others.
        }
    }

    private static void texts(Node node, Set<Bytes> all) {
        if (node instanceof ScalarNode scalar) {
            add(Bytes.utf8(scalar.getValue()), all);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> texts(item, all));
        } else if (node instanceof MappingNode members) {
            members.getValue().forEach(member -> texts(member.getValueNode(), all));
        }
    }
}
