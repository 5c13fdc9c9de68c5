package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are too large for the memory are checked in pieces, with the same findings. */
class LintOfLargeFilesTest {
    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    /** No file of 256 KiB or more can be read as a whole. */
    private static final long NO_MEMORY = 1 << 10;

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void keep() {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            chunks.add(Chunk.of(
                    i, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word " + i + " of many\"}}]}\n\n"));
        }
        file = keep(new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE));
    }

    private Path keep(Response response) {
        Request request = Request.post("/v1/chat/completions", "{\"model\":\"m\"}");
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            return root.resolve(
                    store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response))
                            .location());
        }
    }

    private List<Finding> findings(long memory) {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(new RecordingFiles(root, KeyRules.NONE, memory), Remedy.RENAME, Redaction.DEFAULT)
                .check(findings::add);
        return findings;
    }

    private void edit(String old, String other) throws IOException {
        String text = Files.readString(file);
        assertThat(text.contains(old)).isTrue();
        Files.writeString(file, text.replace(old, other));
    }

    @Test
    void findsNothingInWhatWasRecorded() {
        assertThat(findings(NO_MEMORY)).isEmpty();
    }

    @Test
    void findsUnknownMembersWhereverTheyAre() throws IOException {
        edit("{\"at\": 2500, ", "{\"at\": 2500, \"evnt\": \"a\", ");
        edit("\"framing\": \"sse\",", "\"framing\": \"sse\",\n    \"statu\": 200,");
        edit("    ]\n  }\n}\n", "    ]\n  },\n  \"tst\": 1\n}\n");

        List<Finding> found = findings(NO_MEMORY);

        assertThat(found).containsExactlyInAnyOrderElementsOf(findings(Long.MAX_VALUE));
        assertThat(found).hasSize(3).anyMatch(finding -> finding.problem().contains("response.chunks[2500].evnt"));
    }

    @Test
    void findsCredentialsInChunksAndInMembersForPeople() throws IOException {
        edit("\"word 2500 of many\"", "\"word " + SECRET.substring(0, 9) + "\"");
        edit("\"word 2501 of many\"", "\"" + SECRET.substring(9) + "\"");
        edit("    ]\n  }\n}\n", "    ]\n  },\n  \"x-note\": \"" + SECRET + "\"\n}\n");

        List<Finding> found = findings(NO_MEMORY);

        assertThat(found).hasSize(2).allMatch(finding -> finding.kind().equals("credential"));
        assertThat(found)
                .anyMatch(finding -> finding.problem().contains("in the response"))
                .anyMatch(finding -> finding.problem().contains("in the members for people"));
    }

    @Test
    void movesThemToTheirPlace() throws IOException {
        Files.move(file, root.resolve("other-0123456789ab.json"));

        assertThat(findings(NO_MEMORY))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).startsWith("renamed to"));
        assertThat(findings(NO_MEMORY)).isEmpty();
    }

    @Test
    void saysWhatHeapOthersNeed() throws IOException {
        Files.delete(file);
        String text = "{\"a\":\"" + "word ".repeat(100_000) + "\"}";
        keep(new Response(
                200,
                Headers.of("content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(new Chunk(0, Bytes.utf8(text))),
                Ending.COMPLETE));

        assertThat(findings(NO_MEMORY))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("MiB of memory", "REPRISE_JAVA_OPTS"));
    }
}
