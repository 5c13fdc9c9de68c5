package io.reprise.formats.llamastack.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Corpora;
import io.reprise.core.Seeds;
import io.reprise.core.json.Json;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LlamaStackKeyTest {
    @Tag(Corpora.TAG)
    @Test
    void recomputesAllNamesOfAugust2025() throws IOException {
        assertThat(rules(Corpora.llamaStack("2025-08"))).isEqualTo(Map.of(LlamaStackKey.Rule.OF_2025_08, 154));
    }

    @Tag(Corpora.TAG)
    @Test
    void recomputesTheNamesOfMay2026ThatWereNotEdited() throws IOException {
        assertThat(rules(Corpora.llamaStack("2026-05")))
                .isEqualTo(Map.of(LlamaStackKey.Rule.NEWEST, 497, LlamaStackKey.Rule.OF_2025_10, 48));
    }

    @Test
    void recomputesTheSeeds() throws IOException {
        Json seed = Json.parse(Files.readString(Seeds.original("llama-stack-ollama-test-scoped.json")));

        assertThat(LlamaStackKey.of(seed.get("request").orElseThrow(), Optional.empty(), LlamaStackKey.Rule.NEWEST))
                .startsWith("f5450b5c6f0c");
    }

    private static Map<LlamaStackKey.Rule, Integer> rules(Path root) throws IOException {
        Map<LlamaStackKey.Rule, Integer> counts = new EnumMap<>(LlamaStackKey.Rule.class);
        List<Path> files = SourceFiles.under(root, path -> path.toString().endsWith(".json"));
        Corpora.tried(files.size(), "the key of llama-stack is computed, " + root.getFileName());
        for (Path file : files) {
            Json recording = Json.parse(Files.readString(file));
            String name = file.getFileName().toString().replaceFirst("\\.json$", "");
            LlamaStackKey.ruleOf(
                            name,
                            recording.get("request").orElseThrow(),
                            recording.get("test_id").flatMap(Json::string))
                    .ifPresent(rule -> counts.merge(rule, 1, Integer::sum));
        }
        return counts;
    }
}
