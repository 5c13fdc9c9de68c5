package io.reprise.core.family.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaChatTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'llama3.2:1b','messages':[{'role':'user','content':'name two colours'}]}";
    private static final String HEAD = "{'model':'llama3.2:1b','created_at':'2026-01-02T03:04:05.678Z',";
    private static final String[] LINES = {
        HEAD + "'message':{'role':'assistant','content':'','thinking':'Two? '},'done':false}",
        HEAD + "'message':{'role':'assistant','content':'Red'},'done':false}",
        HEAD + "'message':{'role':'assistant','content':' and blue.'},'done':false}",
        HEAD
                + "'message':{'role':'assistant','content':'','tool_calls':[{'id':'call_1','function':{'name':'paint','arguments':{'id':'seven'}}}]},'done':false}",
        HEAD
                + "'message':{'role':'assistant','content':''},'done':true,'done_reason':'stop','total_duration':7,'prompt_eval_count':9,'eval_count':4,'eval_duration':5}"
    };

    @Override
    protected ApiFamily family() {
        return OllamaChat.CHAT;
    }

    static Response lines(String... lines) {
        List<Chunk> chunks = new ArrayList<>();
        for (String line : lines) {
            chunks.add(Chunk.of(0, line.replace('\'', '"') + "\n"));
        }
        return new Response(
                200, Headers.of("content-type", "application/x-ndjson"), StreamFormats.NDJSON, chunks, Ending.COMPLETE);
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/api/chat", ASKED),
                        "llama3.2:1b",
                        "name two colours",
                        lines(LINES),
                        said("Red and blue.Two? paintseven", 9, 4)),
                new Example(
                        post("/api/chat", ASKED),
                        "llama3.2:1b",
                        "name two colours",
                        whole(
                                HEAD
                                        + "'message':{'role':'assistant','content':'Red.'},'done':true,'prompt_eval_count':9,'eval_count':2}"),
                        said("Red.", 9, 2)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/api/v1/chat/completions", ASKED),
                post("/api/generate", ASKED),
                Request.get("/api/chat"),
                Request.get("/api/tags"),
                post("/v1/chat/completions", ASKED));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /api/generate,      ollama-generate",
        "POST,   /api/embed,         ollama-embed",
        "POST,   /ollama/api/embeddings, ollama-embed",
        "POST,   /api/show,          ollama-models",
        "POST,   /api/pull,          ollama-models",
        "HEAD,   /api/blobs/sha256:1, ollama-models",
        "GET,    /api/ps,            ollama-models",
        "DELETE, /api/delete,        ollama-models",
        "GET,    /api/tags,          models",
    })
    void hasRequestsUnderThesePaths(String method, String path, String name) {
        Request request = Request.post(path, "");

        assertThat(ApiFamilies.of(new Request(method, path, request.query(), request.headers(), request.body()))
                        .name())
                .isEqualTo(name);
    }

    @Test
    void isCutWhereverItEndsBeforeItIsDone() {
        EarlyEnds.areCut(family(), lines(LINES));
        EarlyEnds.areCut(
                OllamaChat.GENERATE, lines(HEAD + "'response':'R','done':false}", HEAD + "'response':'','done':true}"));
        EarlyEnds.areCut(
                OllamaModels.FAMILY,
                lines("{'status':'pulling manifest'}", "{'status':'pulling','completed':7}", "{'status':'success'}"));
    }

    @Test
    void knowsNothingOfTheEndOfAnotherServersStreams() {
        Response other = events("{'type':'text','text':'hi'}", "{'type':'finish'}");

        assertThat(family().ending(new ParsedResponse(other))).isEqualTo(Ending.COMPLETE);
        assertThat(family().ending(new ParsedResponse(lines()))).isEqualTo(Ending.CUT);
    }

    @ParameterizedTest
    @CsvSource({
        "'{''error'':''model x not found''}',                  404",
        "'{''error'':''registry does not support tools''}',      400",
        "'{''error'':''later'',''status_code'':429}',            429",
        "'{''error'':''an error was encountered while running''}', 500",
    })
    void countsAnErrorInAStreamAsTheStatusThatItMeans(String line, int status) {
        ParsedResponse failed = new ParsedResponse(lines(LINES[0], line));

        assertThat(family().status(failed)).isEqualTo(status);
        assertThat(family().ending(failed)).isEqualTo(Ending.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                     created_at,           TIME",
        "'',                     prompt_eval_duration, OTHER",
        "'',                     context,              STATE",
        ".message.tool_calls[],  id,                   ID",
        ".message.tool_calls[].function.arguments, id, ",
        ".message,               content,              ",
        "'',                     eval_count,           ",
        ".models[],              expires_at,           TIME",
    })
    void knowsWhatChangesEachTime(String path, String name, Volatility why) {
        assertThat(family().volatility(path, name)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void tellsAConversation() {
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/api/chat",
                        "{'messages':[{'role':'user','content':'look','images':['AAEC']},{'role':'assistant','content':'','tool_calls':[{'function':{'name':'paint','arguments':{'n':1}}}]},{'role':'tool','tool_name':'paint','content':'done'}]}"),
                family());

        assertThat(plain(family().asked(request)))
                .containsExactly(
                        ChatMessage.of("user", new Text("look"), new Media("image", OptionalLong.of(3))),
                        ChatMessage.of("assistant", new ToolCall("paint", "{\"n\":1}")),
                        ChatMessage.of("tool", new ToolResult("paint", "done")));
        assertThat(plain(family().answered(new ParsedResponse(lines(LINES)))))
                .containsExactly(ChatMessage.of(
                        "assistant",
                        new Reasoning("Two? "),
                        new Text("Red and blue."),
                        new ToolCall("paint", "{\"id\":\"seven\"}")));
    }

    @Test
    void tellsAPromptAndWhatWasGenerated() {
        ApiFamily generate = OllamaChat.GENERATE;
        ParsedRequest request =
                ParsedRequest.of(post("/api/generate", "{'system':'be brief','prompt':'a colour'}"), generate);
        ParsedResponse response = new ParsedResponse(
                lines(HEAD + "'response':'Re','done':false}", HEAD + "'response':'d','done':true,'context':[1,2]}"));

        assertThat(request.title()).isEqualTo("a colour");
        assertThat(plain(generate.asked(request)))
                .containsExactly(
                        ChatMessage.of("system", new Text("be brief")), ChatMessage.of("user", new Text("a colour")));
        assertThat(plain(generate.answered(response))).containsExactly(ChatMessage.of("assistant", new Text("Red")));
        assertThat(plain(OllamaEmbeddings.FAMILY.answered(new ParsedResponse(whole("{'embeddings':[[1,2],[3,4]]}")))))
                .containsExactly(ChatMessage.of("assistant", NumberLists.unknown(2), NumberLists.unknown(2)));
    }

    @Test
    void refusesInItsOwnWords() {
        Refused refused =
                new Refused(404, Optional.empty(), Optional.empty(), Optional.of("llama3.2:1b"), Instant.EPOCH);

        assertThat(family().error(404, "no_recording", "none").write(Layout.COMPACT))
                .isEqualTo("{\"error\":\"none\"}");
        assertThat(family().refusal(refused).body().write(Layout.COMPACT))
                .isEqualTo("{\"error\":\"model 'llama3.2:1b' not found\"}");
    }
}
