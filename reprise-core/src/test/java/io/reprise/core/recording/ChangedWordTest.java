package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedWordTest {
    private static final Question QUESTION = KeyRules.NONE.question(
            Request.post("/v1/chat/completions", "{\"model\":\"m\",\"stream\":true}"), TestId.NONE);

    private final MemoryStore store = new MemoryStore();

    @Test
    void isOneChangedLineOfTheFile() {
        List<String> before = lines(answer("1", "once", "there", "was", "a", "fox"));

        List<String> after = lines(answer("2", "once", "there", "was", "a", "wolf"));

        assertThat(DiffUtils.diff(before, after).getDeltas()).singleElement().satisfies(delta -> {
            assertThat(delta.getSource().getLines())
                    .containsExactly("      {\"at\": 50, \"data\": {\"id\":\"chatcmpl-1\",\"created\":1,"
                            + "\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"fox\"}}],"
                            + "\"obfuscation\":\"o1\"}},");
            assertThat(delta.getTarget().getLines())
                    .containsExactly("      {\"at\": 50, \"data\": {\"id\":\"chatcmpl-1\",\"created\":1,"
                            + "\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"wolf\"}}],"
                            + "\"obfuscation\":\"o1\"}},");
        });
    }

    @Test
    void aFurtherWordIsOneNewLine() {
        List<String> before = lines(answer("1", "once", "there", "was", "a", "fox"));

        List<String> after = lines(answer("2", "once", "there", "was", "a", "red", "fox"));

        assertThat(DiffUtils.diff(before, after).getDeltas()).singleElement().satisfies(delta -> {
            assertThat(delta.getSource().getLines()).isEmpty();
            assertThat(delta.getTarget().getLines()).singleElement().asString().contains("\"red\"", "\"chatcmpl-1\"");
        });
    }

    private List<String> lines(Response answer) {
        Store.Entry entry = new RecordingKeeper(store, new HandedOutIds())
                .keep(QUESTION, "", new Exchange(QUESTION.request(), answer), new Position.First())
                .entry();
        return RecordingFile.write(entry.recording()).toString().lines().toList();
    }

    /** @param day makes all ids and times other ones */
    private static Response answer(String day, String... words) {
        List<Chunk> chunks = new ArrayList<>();
        for (String word : words) {
            String data =
                    "data: {\"id\":\"chatcmpl-" + day + "\",\"created\":" + day + ",\"system_fingerprint\":\"fp_" + day
                            + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word
                            + "\"}}],\"obfuscation\":\"o" + day
                            + "\"}\n\n";
            chunks.add(new Chunk(10 * (chunks.size() + 1) * Long.parseLong(day), Bytes.utf8(data)));
        }
        chunks.add(new Chunk(100 * Long.parseLong(day), Bytes.utf8("data: [DONE]\n\n")));
        Headers headers = Headers.of("content-type", "text/event-stream", "x-request-id", "req_" + day);
        return new Response(200, headers, StreamFormats.SSE, chunks, Ending.COMPLETE);
    }
}
