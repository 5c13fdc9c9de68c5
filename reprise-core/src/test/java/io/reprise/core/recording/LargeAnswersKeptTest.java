package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.ListedChunks;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.stream.StreamFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeAnswersKeptTest {
    private static final Question QUESTION =
            KeyRules.NONE.question(Request.post("/v1/chat/completions", "{}"), new TestId("test"));

    @TempDir
    Path root;

    private final HandedOutIds ids = new HandedOutIds();
    private Store store;
    private RecordingKeeper keeper;

    @BeforeEach
    void open() {
        store = new DirectoryStore(root, KeyRules.NONE);
        keeper = new RecordingKeeper(store, ids);
    }

    private static Response answer(long at, String id, String... words) {
        List<Chunk> chunks = new ArrayList<>();
        for (String word : words) {
            chunks.add(Chunk.of(
                    at,
                    "data: {\"id\":\"" + id + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word
                            + "\"}}]}\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private Effect keep(Response response, Position position) {
        return keeper.keep(QUESTION, "", new Exchange(QUESTION.request(), response), position)
                .effect();
    }

    private Response kept() {
        return store.find(QUESTION).entries().get(0).recording().exchange().response();
    }

    @Test
    void changeNothingIfTheirBytesAreTheSame() {
        Response first = answer(1, "chatcmpl-1", "a", "b");
        assertThat(keep(ListedChunks.inPieces(first), new Position.Only())).isEqualTo(Effect.ADDED);

        assertThat(keep(ListedChunks.inPieces(answer(7, "chatcmpl-1", "a", "b")), new Position.Only()))
                .isEqualTo(Effect.UNCHANGED);
        assertThat(keep(ListedChunks.inPieces(answer(7, "chatcmpl-1", "a", "b")), new Position.NextChange()))
                .isEqualTo(Effect.REPEATED);

        assertThat(kept()).isEqualTo(first);
    }

    @Test
    void replaceWhatSaysSomethingElse() {
        keep(answer(1, "chatcmpl-1", "a", "b"), new Position.Only());
        Response second = answer(7, "chatcmpl-1", "a", "c");

        assertThat(keep(ListedChunks.inPieces(second), new Position.Only())).isEqualTo(Effect.REPLACED);

        assertThat(kept()).isEqualTo(second);
        assertThat(keep(ListedChunks.inPieces(answer(7, "chatcmpl-1", "a", "c", "d")), new Position.Only()))
                .isEqualTo(Effect.REPLACED);
    }

    @Test
    void haveRecordedIdsInThePlaceOfThoseThatStandForThem() {
        ids.remember(QUESTION.test(), "msg_new4711abcdef", "msg_old0815abcdef");
        Response inMemory = answer(1, "msg_new4711abcdef", "a", "b");
        RecordingKeeper other = new RecordingKeeper(new DirectoryStore(root.resolve("other"), KeyRules.NONE), ids);
        Response expected = other.keep(QUESTION, "", new Exchange(QUESTION.request(), inMemory), new Position.Only())
                .entry()
                .recording()
                .exchange()
                .response();

        keep(ListedChunks.inPieces(inMemory), new Position.Only());

        assertThat(kept()).isEqualTo(expected);
        assertThat(kept().body().toString()).contains("msg_old0815abcdef").doesNotContain("msg_new4711abcdef");
    }
}
