package io.reprise.core.family.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnthropicCompletionTest extends ApiFamilyContract {
    @Override
    protected ApiFamily family() {
        return AnthropicCompletion.FAMILY;
    }

    private static Response stream() {
        return AnthropicMessagesTest.typed(
                "{'type':'completion','id':'compl_1','completion':' Red','stop_reason':null,'log_id':'l'}",
                "{'type':'ping'}",
                "{'type':'completion','id':'compl_1','completion':'.','stop_reason':'stop_sequence','log_id':'l'}");
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post("/v1/complete", "{'model':'claude-2','prompt':'\\n\\nHuman: one colour\\n\\nAssistant:'}"),
                "claude-2",
                "Human: one colour Assistant:",
                stream(),
                new Said(" Red.", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/v1/completions", "{}"), Request.get("/v1/complete"), post("/v1/responses/complete", "{}"));
    }

    @Test
    void endsWithTheReasonToStop() {
        EarlyEnds.areCut(family(), stream());
        assertThat(family().answered(new ParsedResponse(stream())))
                .containsExactly(ChatMessage.of("assistant", new Text(" Red.")));
    }
}
