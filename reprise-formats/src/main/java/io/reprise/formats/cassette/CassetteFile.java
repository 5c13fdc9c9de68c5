package io.reprise.formats.cassette;

import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;
import io.reprise.formats.yaml.Value;
import io.reprise.formats.yaml.YamlFile;
import java.util.List;
import java.util.Optional;

/**
 * A file that may hold the recordings of one of these tools.
 *
 * @param dialect the tool that has written it; empty if it is none of them
 * @param rows its interactions, in their order
 */
record CassetteFile(Optional<Dialect> dialect, List<Value> rows) {
    private static final CassetteFile OTHER = new CassetteFile(Optional.empty(), List.of());

    /** The tools. They differ in the names of members, and where the file itself has one interaction. */
    enum Dialect {
        /** vcrpy and what is built on it. Old versions have a list alone. */
        VCRPY,
        RUBY_VCR,
        GO_VCR,
        /** Datadog's test agent: one interaction, which is the file. */
        TEST_AGENT
    }

    CassetteFile {
        rows = List.copyOf(rows);
    }

    static boolean isNamed(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    /** @throws DocumentException if it is YAML by its name, and broken */
    static CassetteFile of(Document document) {
        return document.once(CassetteFile.class, CassetteFile::read);
    }

    private static CassetteFile read(Document document) {
        return of(YamlFile.of(document).root());
    }

    private static CassetteFile of(Value root) {
        Optional<Value> ruby = root.get("http_interactions");
        if (ruby.isPresent()) {
            return new CassetteFile(Optional.of(Dialect.RUBY_VCR), ruby.get().items());
        }
        Optional<Value> interactions = root.get("interactions");
        if (interactions.isPresent()) {
            List<Value> rows = interactions.get().items();
            return new CassetteFile(Optional.of(isOfGo(rows) ? Dialect.GO_VCR : Dialect.VCRPY), rows);
        }
        if (isExchange(root) && isOfTestAgent(root)) {
            return new CassetteFile(Optional.of(Dialect.TEST_AGENT), List.of(root));
        }
        List<Value> list = root.items();
        if (!list.isEmpty() && list.stream().allMatch(CassetteFile::isExchange)) {
            boolean isOfRuby = list.get(0).get("response").orElse(Value.NULL).has("http_version");
            return new CassetteFile(Optional.of(isOfRuby ? Dialect.RUBY_VCR : Dialect.VCRPY), list);
        }
        return OTHER;
    }

    /** Whether a row has a request and a response. */
    static boolean isExchange(Value row) {
        return !row.get("request").orElse(Value.NULL).entries().isEmpty()
                && !row.get("response").orElse(Value.NULL).entries().isEmpty();
    }

    private static boolean isOfGo(List<Value> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> isExchange(row)
                                && row.get("request").orElse(Value.NULL).has("url"));
    }

    private static boolean isOfTestAgent(Value root) {
        Value request = root.get("request").orElse(Value.NULL);
        Value response = root.get("response").orElse(Value.NULL);
        boolean hasStatus = response.get("status").orElse(Value.NULL).has("code")
                || response.text("status").isPresent()
                || response.text("status_code").isPresent();
        return (request.has("url") || request.has("uri")) && request.has("method") && hasStatus;
    }
}
