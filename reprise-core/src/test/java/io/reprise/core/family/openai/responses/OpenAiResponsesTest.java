package io.reprise.core.family.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenAiResponsesTest extends ApiFamilyContract {
    private static final String OBJECT = "'id':'resp_1','object':'response','created_at':1,'error':null,";
    private static final String MESSAGE =
            "{'id':'msg_1','type':'message','status':'completed','role':'assistant','content':[{'type':'output_text','annotations':[],'text':'Red and blue.'}]}";
    private static final String USAGE = "'usage':{'input_tokens':9,'output_tokens':4,'total_tokens':13}";

    private static final String[] STREAM = {
        "{'type':'response.created','sequence_number':0,'response':{" + OBJECT + "'status':'in_progress','output':[]}}",
        "{'type':'response.output_item.added','output_index':0,'item':{'id':'msg_1','type':'message','role':'assistant','content':[]}}",
        "{'type':'response.output_text.delta','item_id':'msg_1','output_index':0,'content_index':0,'delta':'Red','obfuscation':'x'}",
        "{'type':'response.output_text.delta','item_id':'msg_1','output_index':0,'content_index':0,'delta':' and blue.','obfuscation':'y'}",
        "{'type':'response.output_text.done','item_id':'msg_1','output_index':0,'content_index':0,'text':'response.completed'}",
        "{'type':'response.output_item.done','output_index':0,'item':" + MESSAGE + "}",
        "{'type':'response.completed','response':{" + OBJECT + "'status':'completed','output':[" + MESSAGE + "],"
                + USAGE + "}}"
    };

    @Override
    protected ApiFamily family() {
        return OpenAiResponses.CREATED;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/responses", "{'model':'gpt-5','input':'name two colours','stream':true}"),
                        "gpt-5",
                        "name two colours",
                        named(events(STREAM)),
                        said("Red and blue.", 9, 4)),
                new Example(
                        post(
                                "/openai/v1/responses",
                                "{'model':'gpt-5','input':[{'role':'user','content':[{'type':'input_text','text':'look it up'}]},"
                                        + "{'type':'function_call_output','call_id':'call_1','output':'found'}]}"),
                        "gpt-5",
                        "look it up",
                        whole("{" + OBJECT + "'status':'completed','previous_response_id':'resp_0','output':["
                                + "{'id':'rs_1','type':'reasoning','summary':[],'encrypted_content':'gAAAA'}," + MESSAGE
                                + "]," + USAGE + "}"),
                        said("Red and blue.", 9, 4)),
                new Example(
                        post("/v1/responses/input_tokens", "{'model':'gpt-5','input':'count this'}"),
                        "gpt-5",
                        "count this",
                        whole("{'object':'response.input_tokens','input_tokens':11}"),
                        new Said("", Optional.empty())));
    }

    /** As the API sends them: with the type as an event too. */
    private static Response named(Response response) {
        return response.withChunks(response.chunks().stream()
                .map(chunk -> Chunk.of(0, "event: some\n" + chunk.bytes()))
                .toList());
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/responses/resp_1"),
                post("/v1/responses/resp_1/cancel", "{}"),
                Request.get("/v1/responses"),
                post("/v1/chat/completions", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        String asked =
                "{'instructions':'be brief','input':[{'role':'user','content':[{'type':'input_text','text':'see'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,AAAA'},{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'},"
                        + "{'type':'input_file','file_id':'file_1'}]},"
                        + "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm.'}],'encrypted_content':'g'},"
                        + "{'type':'function_call','call_id':'call_1','name':'add','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'call_1','output':'3'},"
                        + "{'type':'item_reference','id':'msg_1'},"
                        + "{'type':'custom_tool_call_output','call_id':'call_2','output':[{'type':'input_text','text':'4'}]}]}";
        return List.of(
                new Shown(
                        post("/v1/responses", asked),
                        List.of(
                                ChatMessage.of("system", text("be brief")),
                                ChatMessage.of(
                                        "user",
                                        text("see"),
                                        new MessagePart.Media("image/png", OptionalLong.of(3)),
                                        new MessagePart.Media("application/pdf", OptionalLong.of(3)),
                                        new MessagePart.Media("file", OptionalLong.empty())),
                                assistant(new MessagePart.Reasoning("Hm.")),
                                assistant(new MessagePart.ToolCall("add", "{}")),
                                ChatMessage.of("tool", new MessagePart.ToolResult("add", "3")),
                                ChatMessage.of("tool", new MessagePart.ToolResult("call_2", "4"))),
                        whole(
                                "{'output':[{'type':'reasoning','summary':[{'type':'summary_text','text':'A.'},{'type':'summary_text','text':'B.'}]},"
                                        + "{'type':'web_search_call','id':'ws_1','action':{'type':'search','query':'q'}},"
                                        + "{'type':'mcp_call','name':'wiki','arguments':'{1}','output':'page'},"
                                        + "{'type':'code_interpreter_call','code':'1+1','container_id':'cntr_1'},"
                                        + "{'type':'image_generation_call','id':'ig_1','result':'AAAA','output_format':'jpeg'},"
                                        + MESSAGE + "]}"),
                        List.of(assistant(
                                new MessagePart.Reasoning("A.\n\nB."),
                                new MessagePart.ToolCall("web_search", "{\"type\":\"search\",\"query\":\"q\"}"),
                                new MessagePart.ToolCall("wiki", "{1}"),
                                new MessagePart.ToolResult("wiki", "page"),
                                new MessagePart.ToolCall("code_interpreter", "1+1"),
                                new MessagePart.Media("image/jpeg", OptionalLong.of(3)),
                                text("Red and blue.")))),
                new Shown(
                        post("/v1/responses", "{'input':'hi'}"),
                        List.of(user("hi")),
                        events(
                                "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':0,'delta':'Hm'}",
                                "{'type':'response.output_item.done','output_index':1,'item':" + MESSAGE + "}",
                                "{'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','name':'add'}}",
                                "{'type':'response.function_call_arguments.delta','output_index':2,'delta':'{'}",
                                "{'type':'response.function_call_arguments.delta','output_index':2,'delta':'}'}"),
                        List.of(assistant(
                                new MessagePart.Reasoning("Hm"),
                                text("Red and blue."),
                                new MessagePart.ToolCall("add", "{}")))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(
                        events(
                                STREAM[0],
                                "{'type':'response.failed','response':{"
                                        + OBJECT.replace("null", "{'code':'rate_limit_exceeded','message':'x'}")
                                        + "'status':'failed'}}"),
                        429),
                new Failing(
                        events("{'type':'response.failed','response':{'error':{'code':'server_error','message':'x'}}}"),
                        500),
                new Failing(
                        events(
                                "{'type':'response.failed','response':{'error':{'code':'invalid_prompt','message':'x'}}}"),
                        400),
                new Failing(events("{'type':'response.failed','response':{'error':null}}"), 500),
                new Failing(
                        events(STREAM[0], "{'type':'error','code':'rate_limit_exceeded','message':'x','param':null}"),
                        429),
                new Failing(
                        events("{'type':'error','error':{'type':'invalid_request_error','code':'invalid_value'}}"),
                        400));
    }

    @Override
    protected List<String> members() {
        return List.of(
                ".id ID",
                ".response.id ID",
                ".response.created_at TIME",
                ".response.completed_at TIME",
                ".response.previous_response_id ID",
                ".response.conversation.id ID",
                ".response.output[].id ID",
                ".response.output[].call_id ID",
                ".response.output[].container_id ID",
                ".output[].content[].annotations[].file_id ID",
                ".output[].content[].annotations[].container_id ID",
                ".output[].encrypted_content STATE",
                ".output[].action.query steady",
                ".output[].arguments.id steady",
                ".output[].result steady",
                ".output[].approval_request_id ID",
                ".item.id ID",
                ".item_id ID",
                ".obfuscation OTHER",
                ".sequence_number steady",
                ".metadata.id steady",
                ".metadata.run_id steady",
                ".tools[].container ID",
                ".tools[].vector_store_ids ID",
                ".tools[].parameters.properties.id steady",
                ".tools[].name steady",
                ".text.format.schema.id steady",
                ".delta steady");
    }

    @Test
    void tellsOfErrorsInAnEventThatAllSdksKnow() {
        PlainChunk chunk = family().errorChunk(family().error(500, "server_error", "m"));

        assertThat(chunk)
                .isEqualTo(
                        PlainChunk.of(
                                "error",
                                "{\"type\":\"error\",\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}"));
    }
}
