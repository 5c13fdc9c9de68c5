package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.ListedChunks;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFilesTest {
    private static final KeyRules RULES = KeyRules.NONE;

    @TempDir
    Path root;

    private static final Request REQUEST = new Request(
            "POST",
            "/v1/chat/completions",
            "",
            Headers.NONE,
            Bytes.utf8("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}"));

    private static Response stream(int chunks) {
        return new Response(
                200,
                Headers.of("content-type", "text/event-stream"),
                StreamFormats.SSE,
                IntStream.range(0, chunks)
                        .mapToObj(i -> Chunk.of(i, "data: {\"choices\":[{\"delta\":{\"content\":\"" + i + "\"}}]}\n\n"))
                        .toList(),
                Ending.COMPLETE);
    }

    private static Question question() {
        return RULES.question(REQUEST, TestId.NONE);
    }

    @Test
    void areWrittenAsIfTheirChunksWereInMemory() throws IOException {
        Response response = stream(500);
        Store whole = new DirectoryStore(root.resolve("whole"), RULES);
        Store pieces = new DirectoryStore(root.resolve("pieces"), RULES);
        Store.Entry expected = whole.append(question(), "", new Exchange(REQUEST, response));

        Store.Entry kept = pieces.append(question(), "", new Exchange(REQUEST, ListedChunks.inPieces(response)));

        assertThat(kept.location()).isEqualTo(expected.location());
        assertThat(root.resolve("pieces").resolve(kept.location()))
                .hasSameTextualContentAs(root.resolve("whole").resolve(expected.location()));
        assertThat(pieces.find(question()).entries())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.recording().exchange().response()).isEqualTo(response));
    }

    @Test
    void areKnownByTheFirstAndTheLastChunksWhenTheyAreWritten() {
        Response response = stream(500);
        Store store = new DirectoryStore(root, RULES);

        Store.Entry kept = store.append(question(), "", new Exchange(REQUEST, ListedChunks.inPieces(response)));

        Store.Entry found =
                store.findForReplay(question(), Optional.empty(), 100).entries().get(0);
        assertThat(kept.recording().exchange().response())
                .isEqualTo(found.recording().exchange().response());
        assertThat(kept.recording().exchange().response().chunks()).hasSize(32);
        LargeAnswer answer = kept.large().orElseThrow();
        assertThat(answer.chunks()).isEqualTo(500);
        assertThat(answer.size()).isEqualTo(response.body().size());
        List<Chunk> read = new ArrayList<>();
        try (LargeAnswer.Pieces open = answer.open()) {
            for (Optional<Chunk> next = open.next(); next.isPresent(); next = open.next()) {
                read.add(next.get());
            }
        }
        assertThat(read).isEqualTo(response.chunks());
    }

    @Test
    void replaceWhatWasThere() {
        Store store = new DirectoryStore(root, RULES);
        Store.Entry old = store.append(question(), "", new Exchange(REQUEST, stream(3)));

        Store.Entry kept = store.replace(old, question(), "", new Exchange(REQUEST, ListedChunks.inPieces(stream(40))));

        assertThat(kept.location()).isEqualTo(old.location());
        assertThat(store.find(question()).entries())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.recording().exchange().response()).isEqualTo(stream(40)));
        assertThat(root.toFile().list()).hasSize(2); // with the directory for temporary files
    }

    @Test
    void leaveNothingWhenTheirChunksCannotBeRead() {
        Store store = new DirectoryStore(root, RULES);
        Response broken = ListedChunks.inPieces(stream(500));
        int[] reads = new int[1];
        Response failing = broken.withChunks(broken.large().orElseThrow().changed((index, chunk) -> {
            if (++reads[0] > 1_400) { // and not when they are looked at before
                throw new IllegalStateException("the disk is gone");
            }
            return chunk;
        }));

        assertThatThrownBy(() -> store.append(question(), "", new Exchange(REQUEST, failing)))
                .hasMessageContaining("the disk is gone");

        assertThat(store.find(question()).entries()).isEmpty();
        assertThat(reads[0]).isEqualTo(1_401);
        assertThat(root.resolve(".tmp")).isEmptyDirectory();
    }
}
