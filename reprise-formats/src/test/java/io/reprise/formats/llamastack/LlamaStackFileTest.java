package io.reprise.formats.llamastack;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Corpora;
import io.reprise.core.json.Json;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.formats.Found;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.llamastack.file.FileHead;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.python.PythonJson;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import io.reprise.formats.llamastack.response.RecordedResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LlamaStackFileTest {
    @Tag(Corpora.TAG)
    @Test
    void writesEveryFileOfTheCorpusAsItWasRead() throws IOException {
        List<String> changed = new ArrayList<>();
        for (Path file : corpus()) {
            String text = Files.readString(file);
            if (!LlamaStackFile.parse(text).text().equals(text)) {
                changed.add(file.toString());
            }
        }

        Corpora.tried(corpus().size(), "a file of llama-stack is written as it was read");
        assertThat(corpus()).hasSize(737);
        assertThat(changed).isEmpty();
    }

    @Tag(Corpora.TAG)
    @Test
    void readsTheTestAndTheRequestFromTheHeadAsFromTheWhole() throws IOException {
        for (Path file : corpus()) {
            LlamaStackFile whole = LlamaStackFile.parse(Files.readString(file));

            assertThat(FileHead.read(new ConfinedTree(DurableFiles.parentOf(file)), file))
                    .isEqualTo(new FileHead(whole.test(), whole.request()));
            assertThat(FileHead.test(new ConfinedTree(DurableFiles.parentOf(file)), file))
                    .isEqualTo(whole.testId());
        }
        Corpora.tried(corpus().size(), "the head of a file of llama-stack says the same as the whole");
    }

    @Test
    void putsIdsBackThatTheFileSaysItHasReplaced() {
        String text = """
                {"test_id": null, "request": {"method": "POST", "url": "https://api.openai.com/v1/v1/chat/completions",
                 "headers": {}, "body": {"messages": [{"tool_call_id": "call_norm_1"}]}, "endpoint": "/v1/chat/completions",
                 "model": ""}, "response": {"body": {"id": "call_norm_1"}, "is_streaming": false},
                 "id_normalization_mapping": {"call_8Zx": "call_norm_1"}}
                """;

        LlamaStackFile file = LlamaStackFile.parse(text);

        assertThat(file.request().toString()).contains("call_8Zx").doesNotContain("call_norm_1");
        assertThat(file.response().toString()).contains("call_8Zx");
    }

    /** What the API sent is made from the file, and from that the file again; only what Google's SDK adds is lost on the way. */
    @Tag(Corpora.TAG)
    @Test
    void makesTheAnswerAgainFromWhatWasOnTheWire() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path path : SourceFiles.under(Corpora.llamaStack("2026-05"), file -> true)) {
            LlamaStackFile file = LlamaStackFile.parse(Files.readString(path));
            if (Conversion.alone(file, "origin") instanceof Found.Converted converted) {
                String hash = hashOfIds(Files.readString(path));
                Json made = new RecordedResponse(file.request(), hash)
                        .of(converted.recording().exchange().response());
                boolean isSame = PythonJson.indented(made).equals(PythonJson.indented(file.response()));
                counts.merge((isSame ? "same" : "different") + " " + kind(file), 1, Integer::sum);
            }
        }

        int tried = counts.values().stream().mapToInt(Integer::intValue).sum();
        Corpora.tried(tried, "an answer of llama-stack is made again from what was on the wire");
        assertThat(counts).isEqualTo(Map.of("same answer", 554, "different Google answer", 27));
    }

    /** Some files have been renamed since their ids were made. */
    private static String hashOfIds(String text) {
        int id = text.indexOf("\"rec-");
        return id < 0 ? "000000000000" : text.substring(id + 5, id + 17);
    }

    private static String kind(LlamaStackFile file) {
        boolean isGoogle = file.call() instanceof LlamaStackCall.Client client
                && client.library() == LlamaStackCall.Library.GOOGLE_GENAI;
        return isGoogle ? "Google answer" : "answer";
    }

    private static List<Path> corpus() {
        List<Path> files = new ArrayList<>(SourceFiles.under(Corpora.llamaStack("2025-08"), file -> true));
        files.addAll(SourceFiles.under(Corpora.llamaStack("2026-05"), file -> true));
        return files;
    }
}
