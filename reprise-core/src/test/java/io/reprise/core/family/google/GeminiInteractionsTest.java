package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiInteractionsTest extends ApiFamilyContract {
    private static final String[] EVENTS = {
        "{'event_type':'interaction.created','event_id':'e1','interaction':{'id':'v1_a','status':'in_progress','created':'2026-01-02T03:04:05Z'}}",
        "{'event_type':'step.start','index':0,'step':{'type':'thought'}}",
        "{'event_type':'step.delta','index':0,'delta':{'type':'thought_summary','content':{'type':'text','text':'Two? '}}}",
        "{'event_type':'step.delta','index':0,'delta':{'type':'thought_signature','signature':'EqoB'}}",
        "{'event_type':'step.delta','index':1,'delta':{'type':'text','text':'Red'}}",
        "{'event_type':'step.delta','index':1,'delta':{'type':'text','text':'.'}}",
        "{'event_type':'step.start','index':2,'step':{'type':'function_call','id':'c1','name':'paint','arguments':{}}}",
        "{'event_type':'step.delta','index':2,'delta':{'type':'arguments_delta','arguments':'7'}}",
        "{'event_type':'interaction.completed','interaction':{'id':'v1_a','status':'completed','usage':{'total_input_tokens':9,'total_output_tokens':4,'total_thought_tokens':2}}}",
        "[DONE]"
    };

    @Override
    protected ApiFamily family() {
        return GeminiInteractions.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1beta/interactions", "{'model':'gemini-x','input':'name a colour','stream':true}"),
                        "gemini-x",
                        "name a colour",
                        events(EVENTS),
                        said("Two? Red.paint7", 9, 6)),
                new Example(
                        Request.get("/v1beta/interactions/v1_a"),
                        "",
                        "",
                        whole(
                                "{'id':'v1_a','status':'completed','outputs':[{'type':'text','text':'Red.'}],'usage':{'total_input_tokens':9,'total_output_tokens':2}}"),
                        said("Red.", 9, 2)));
    }

    /** The end mark, because an event completes it. */
    @Override
    protected int notNeeded(Example example) {
        return example.response().isStream() ? 1 : 0;
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/v1/responses", "{}"), Request.get("/v1beta/files/interactions/x"), post("/interactions", "{}"));
    }

    @Test
    void endsWithItsMarkOrWithTheEventThatCompletesIt() {
        EarlyEnds.areCut(family(), events(EVENTS), EVENTS.length - 1);
        EarlyEnds.areCut(
                family(),
                events(
                        "{'event_type':'interaction.start'}",
                        "{'event_type':'content.delta','index':0,'delta':{'type':'text','text':'interaction.complete'}}",
                        "{'event_type':'interaction.complete','interaction':{}}"));
        ParsedResponse failed = new ParsedResponse(
                events(EVENTS[0], "{'event_type':'error','error':{'code':'too_many_requests','message':'later'}}"));
        assertThat(family().status(failed)).isEqualTo(429);
        assertThat(family().ending(failed)).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void tellsAConversation() {
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/v1beta/interactions",
                        "{'agent':'deep-research','system_instruction':'be brief','input':[{'role':'user','content':'look'},{'type':'function_call','name':'paint','arguments':{'n':1}},{'type':'function_result','name':'paint','result':'done'}]}"),
                family());

        assertThat(request.model()).contains("deep-research");
        assertThat(family().asked(request))
                .containsExactly(
                        ChatMessage.of("system", new Text("be brief")),
                        ChatMessage.of("user", new Text("look")),
                        ChatMessage.of("model", new ToolCall("paint", "{\"n\":1}")),
                        ChatMessage.of("user", new ToolResult("paint", "done")));
        assertThat(family().answered(new ParsedResponse(events(EVENTS))))
                .containsExactly(ChatMessage.of(
                        "assistant", new Reasoning("Two? "), new Text("Red."), new ToolCall("paint", "7")));
        assertThat(family().volatility(".delta", "signature")).contains(Volatility.STATE);
        assertThat(family().volatility(".step.arguments", "id")).isEmpty();
        assertThat(family().volatility(".delta", "uri")).contains(Volatility.ID);
        assertThat(family().volatility(".steps[].result[]", "uri")).isEmpty();
    }
}
