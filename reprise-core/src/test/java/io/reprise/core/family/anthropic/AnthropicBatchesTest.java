package io.reprise.core.family.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnthropicBatchesTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'requests':[{'custom_id':'a','params':{'model':'claude-x','messages':[{'role':'user','content':'one colour'}]}}]}";

    @Override
    protected ApiFamily family() {
        return AnthropicBatches.FAMILY;
    }

    private static Response results() {
        List<Chunk> chunks = new ArrayList<>();
        for (String each : List.of("Red.", "Blue.")) {
            chunks.add(Chunk.of(
                    0,
                    ("{'custom_id':'a','result':{'type':'succeeded','message':{'id':'msg_1','content':[{'type':'text','text':'"
                                    + each + "'}],'usage':{'input_tokens':3,'output_tokens':1}}}}\n")
                            .replace('\'', '"')));
        }
        Request request = Request.get("/v1/messages/batches/msgbatch_1/results");
        StreamFormat lines = AnthropicBatches.FAMILY.format(request, "application/x-jsonl");
        return new Response(200, Headers.of("content-type", "application/x-jsonl"), lines, chunks, Ending.COMPLETE);
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/messages/batches", ASKED),
                        "claude-x",
                        "one colour",
                        whole(
                                "{'id':'msgbatch_1','processing_status':'in_progress','ended_at':null,'created_at':'2026-01-02T03:04:05Z','results_url':null}"),
                        Said.NOTHING),
                new Example(
                        Request.get("/v1/messages/batches/msgbatch_1/results"),
                        "",
                        "",
                        results(),
                        said("Red.Blue.", 6, 2)),
                new Example(
                        post("/v1/messages/batches/msgbatch_1/cancel", "{}"),
                        "",
                        "",
                        whole("{'id':'msgbatch_1','processing_status':'canceling'}"),
                        Said.NOTHING));
    }

    /** The lines of results have no end mark. */
    @Override
    protected int notNeeded(Example example) {
        return example.response().chunks().size();
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/messages", ASKED), post("/v1/batches", ASKED), Request.get("/v1/batches/batch_1"));
    }

    @Test
    void isCutWithinALine() {
        Response results = results();
        List<Chunk> torn = new ArrayList<>(results.chunks());
        torn.set(1, Chunk.of(0, "{\"custom_id\":"));

        assertThat(family().ending(new ParsedResponse(results.withChunks(torn))))
                .isEqualTo(Ending.CUT);
    }

    @Test
    void tellsAllMessages() {
        assertThat(family().answered(new ParsedResponse(results())))
                .containsExactly(
                        ChatMessage.of("assistant", new Text("Red.")), ChatMessage.of("assistant", new Text("Blue.")));
        assertThat(family().volatility("", "custom_id")).isEqualTo(Optional.empty());
    }
}
