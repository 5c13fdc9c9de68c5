package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Reasoning;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.EarlyEnds;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.stream.StreamFormats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiContentTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'contents':[{'role':'user','parts':[{'text':'name two colours'}]}],'systemInstruction':{'parts':[{'text':'be brief'}]}}";
    private static final String TAIL =
            "'modelVersion':'gemini-x','createTime':'2026-01-02T03:04:05.6Z','responseId':'r-1'";
    private static final String[] CHUNKS = {
        "{'candidates':[{'content':{'role':'model','parts':[{'text':'Two? ','thought':true}]},'index':0}]," + TAIL
                + "}",
        "{'candidates':[{'content':{'role':'model','parts':[{'text':'Red'}]},'index':0}]," + TAIL + "}",
        "{'candidates':[{'content':{'role':'model','parts':[{'text':' and blue.'},{'functionCall':{'id':'c1','name':'paint','args':{'id':'seven'}},'thoughtSignature':'EqoB'}]},'index':0}],"
                + TAIL + "}",
        "{'candidates':[{'content':{'role':'model','parts':[{'text':'','thoughtSignature':'Cr4='}]},'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':9,'candidatesTokenCount':4,'thoughtsTokenCount':3},"
                + TAIL + "}"
    };

    @Override
    protected ApiFamily family() {
        return GeminiContent.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1beta/models/gemini-x:streamGenerateContent", ASKED),
                        "gemini-x",
                        "name two colours",
                        events(CHUNKS),
                        said("Two? Red and blue.paintseven", 9, 7)),
                new Example(
                        post("/v1beta/models/gemini-x:streamGenerateContent", ASKED),
                        "gemini-x",
                        "name two colours",
                        array(CHUNKS),
                        said("Two? Red and blue.paintseven", 9, 7)),
                new Example(
                        post(
                                "/v1beta1/projects/p/locations/l/publishers/google/models/gemini%2Dx%3AgenerateContent",
                                ASKED),
                        "gemini-x",
                        "name two colours",
                        whole("{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':9},"
                                + TAIL + "}"),
                        said("", 9, 0)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/v1beta/models/gemini-x:countTokens", ASKED),
                post("/v1beta/models/gemini-x:embedContent", ASKED),
                post("/v1beta/models/gemini-x", ASKED),
                Request.get("/v1beta/models/gemini-x:generateContent"),
                post("/v1beta/openai/chat/completions", ASKED),
                post("/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict", ASKED));
    }

    private static Response array(String... elements) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < elements.length; i++) {
            chunks.add(Chunk.of(0, (i == 0 ? "[" : "\n,\r\n") + elements[i].replace('\'', '"')));
        }
        chunks.add(Chunk.of(0, "\n]"));
        return new Response(
                200, Headers.of("content-type", "application/json"), StreamFormats.JSON_ARRAY, chunks, Ending.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/gemini-x:generateContent,                    '',              gemini",
        "/v1beta/tunedModels/mine:streamGenerateContent,         '',              gemini",
        "/v1/projects/p/locations/l/endpoints/7:generateContent, '',              gemini",
        "/v1beta/models/gemini-x:countTokens,                    '',              gemini-count-tokens",
        "/v1beta/models/gemini-x:batchEmbedContents,             '',              gemini-embeddings",
        "/v1/projects/p/locations/l/publishers/google/models/e:predict, '',       vertex-predict",
        "/v1beta/interactions,                                   '',              gemini-interactions",
        "/v1beta/interactions/v1_abc/cancel,                     '',              gemini-interactions",
        "/v1beta/files,                                          '',              google-resources",
        "/upload/v1beta/files,                                   '',              google-resources",
        "/v1beta/cachedContents/abc,                             '',              google-resources",
        "/v1/projects/p/locations/l/cachedContents,              '',              google-resources",
        "/upload/v1beta/fileSearchStores/s:uploadToFileSearchStore, '',           google-resources",
        "/v1beta/models/gemini-x:batchGenerateContent,           '',              google-resources",
        "/v1beta/batches/b:cancel,                               '',              google-resources",
        "/v1beta/models/gemini-x,                                '',              google-resources",
    })
    void hasRequestsUnderThesePaths(String path, String query, String name) {
        assertThat(ApiFamilies.of(new Request("POST", path, query, Headers.NONE, Bytes.EMPTY))
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "streamGenerateContent, alt=sse,     text/event-stream, sse",
        "streamGenerateContent, k=v&alt=sse, '',                sse",
        "streamGenerateContent, alt=sse,     application/json,  whole",
        "streamGenerateContent, '',          application/json,  json-array",
        "generateContent,       '',          application/json,  whole",
    })
    void cutsAStreamByItsQuery(String method, String query, String type, String format) {
        Request request = new Request("POST", "/v1beta/models/g:" + method, query, Headers.NONE, Bytes.EMPTY);

        assertThat(family().format(request, type).name()).isEqualTo(format);
    }

    @Test
    void isCutWhereverItEndsBeforeEachCandidateIsFinished() {
        EarlyEnds.areCut(family(), events(CHUNKS));
        EarlyEnds.areCut(family(), array(CHUNKS));
        EarlyEnds.areCut(
                family(),
                events(
                        "{'candidates':[{'index':0,'content':{}}]}",
                        "{'candidates':[{'index':1,'content':{},'finishReason':'STOP'}]}",
                        "{'candidates':[{'index':0,'finishReason':'MAX_TOKENS'}]}"));
        EarlyEnds.areCut(family(), events("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}"));
    }

    @Test
    void takesTheEndOfTheBodyForTheEndOfModelsThatFinishInEachChunk() {
        String chunk =
                "{'candidates':[{'index':0,'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'}],'modelVersion':'gemini-VERSION'}";

        for (String version : List.of("1.5-flash-002", "2.5-flash")) {
            Response whole = events(chunk.replace("VERSION", version));
            Response broken = new Response(200, whole.headers(), whole.format(), whole.chunks(), Ending.CUT);

            assertThat(family().ending(new ParsedResponse(whole))).isEqualTo(Ending.COMPLETE);
            assertThat(family().ending(new ParsedResponse(broken)))
                    .isEqualTo(version.startsWith("1") ? Ending.CUT : Ending.COMPLETE);
        }
    }

    @Test
    void waitsForAllCandidatesThatWereAskedFor() {
        ParsedRequest two = ParsedRequest.of(
                post("/v1beta/models/g:generateContent", "{'generationConfig':{'candidateCount':2}}"), family());
        String first = "{'candidates':[{'index':0,'finishReason':'STOP'}]}";
        String second = "{'candidates':[{'index':1,'finishReason':'STOP'}]}";

        assertThat(family().ending(two, new ParsedResponse(events(first)))).isEqualTo(Ending.CUT);
        assertThat(family().ending(two, new ParsedResponse(events(first, second))))
                .isEqualTo(Ending.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "'{''code'':429,''message'':''m'',''status'':''RESOURCE_EXHAUSTED''}', 429",
        "'{''code'':503,''message'':''m'',''status'':''UNAVAILABLE''}',        503",
        "'{''code'':400,''message'':''m'',''status'':''INVALID_ARGUMENT''}',   400",
        "'{''message'':''m'',''status'':''DEADLINE_EXCEEDED''}',               504",
        "'{''message'':''m''}',                                                500",
    })
    void countsAnErrorInAStreamAsTheStatusThatItNames(String error, int status) {
        for (Response failed :
                List.of(events(CHUNKS[0], "{'error':" + error + "}"), array(CHUNKS[0], "{'error':" + error + "}"))) {
            assertThat(family().status(new ParsedResponse(failed))).isEqualTo(status);
            assertThat(family().ending(new ParsedResponse(failed))).isEqualTo(Ending.COMPLETE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                          responseId,       ID",
        "'',                                          createTime,       TIME",
        ".candidates[].content.parts[],               thoughtSignature, STATE",
        ".candidates[].content.parts[].functionCall,  id,               ID",
        ".candidates[].content.parts[].functionCall.args, id,           ",
        ".candidates[].content.parts[].functionCall.args.a[], createTime, ",
        ".candidates[].content.parts[].executableCode, id,              ID",
        ".candidates[].groundingMetadata.groundingChunks[].web, uri,    OTHER",
        ".candidates[].groundingMetadata.groundingChunks[].web, title,  ",
        ".candidates[].content.parts[],               text,             ",
        ".candidates[].content.parts[].functionCall,  name,             ",
        "'',                                          modelVersion,     ",
    })
    void knowsWhatChangesEachTime(String path, String name, Volatility why) {
        assertThat(family().volatility(path, name)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void tellsAConversation() {
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/v1beta/models/g:generateContent",
                        "{'system_instruction':{'parts':{'text':'be brief'}},'contents':[{'parts':[{'text':'look'},{'inlineData':{'mimeType':'image/png','data':'AAECAw=='}},{'file_data':{'file_uri':'files/1','mime_type':'video/mp4'}}]},"
                                + "{'role':'model','parts':[{'functionCall':{'name':'paint','args':{'n':1}}}]},"
                                + "{'role':'user','parts':[{'functionResponse':{'name':'paint','response':{'result':'done'},'parts':[{'inlineData':{'mimeType':'image/png','data':'AAEC'}}]}}]}]}"),
                family());

        assertThat(plain(family().asked(request)))
                .containsExactly(
                        ChatMessage.of("system", new Text("be brief")),
                        ChatMessage.of(
                                "user",
                                new Text("look"),
                                new Media("image/png", OptionalLong.of(4)),
                                new Media("video/mp4", OptionalLong.empty())),
                        ChatMessage.of("model", new ToolCall("paint", "{\"n\":1}")),
                        ChatMessage.of(
                                "user", new ToolResult("paint", "done"), new Media("image/png", OptionalLong.of(3))));
        assertThat(request.title()).isEqualTo("look");
        assertThat(plain(family().answered(new ParsedResponse(events(CHUNKS)))))
                .containsExactly(ChatMessage.of(
                        "model",
                        new Reasoning("Two? "),
                        new Text("Red and blue."),
                        new ToolCall("paint", "{\"id\":\"seven\"}")));
    }

    @Test
    void namesItsToolsInAMiss() {
        String weather = "{'name':'get_weather','description':'of a city'}";
        String with = "{'contents':[],'tools':[{'functionDeclarations':[" + weather + "]},{'googleSearch':{}}]}";
        String more = with.replace(weather, weather + ",{'name':'paint'}");

        assertThat(differences("{'contents':[]}", with))
                .containsExactly("tool get_weather: only in the request", "tool googleSearch: only in the request");
        assertThat(differences(with, more)).containsExactly("tool paint: only in the request");
        assertThat(differences(with, with.replace("of a city", "of a town")))
                .containsExactly("tool get_weather: description: \"of a [-city-]{+town+}\"");
    }

    private static List<String> differences(String recorded, String asked) {
        return Differences.between(question(recorded), question(asked), Redaction.DEFAULT.words()).stream()
                .map(Object::toString)
                .toList();
    }

    private static Question question(String json) {
        return KeyRules.NONE.question(post("/v1beta/models/g:generateContent", json), TestId.NONE);
    }

    @Test
    void refusesInItsOwnWords() {
        Refused refused =
                new Refused(429, Optional.empty(), Optional.of(Duration.ofSeconds(2)), Optional.of("g"), Instant.EPOCH);

        assertThat(family().error(404, "no_recording", "none").write(Layout.COMPACT))
                .isEqualTo("{\"error\":{\"code\":404,\"message\":\"none\",\"status\":\"NOT_FOUND\"}}");
        assertThat(family().refusal(refused).body().write(Layout.COMPACT))
                .isEqualTo("{\"error\":{\"code\":429,\"message\":\"Resource has been exhausted (e.g. check quota).\","
                        + "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2s\"}]}}");
    }

    /** Sound that came from a cache is among the tokens of the request and among those of the cache. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'cachedContentTokenCount':9000,'cacheTokensDetails':[{'modality':'AUDIO','tokenCount':9000}],   | 9000 | 9000 | 0",
                "'cachedContentTokenCount':9000,'cacheTokensDetails':[{'modality':'AUDIO','tokenCount':4000}],   | 9000 | 4000 | 5000",
                "'cachedContentTokenCount':500,'cacheTokensDetails':[{'modality':'TEXT','tokenCount':500}],      | 500  |      | 9000",
                "'cachedContentTokenCount':9000,                                                                 | 9000 | 9000 | 0",
                "'cachedContentTokenCount':0,                                                                    | 0    |      | 9000",
            })
    void countsSoundOfTheCacheOnce(String cache, long cached, Long sound, long rest) {
        Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
        counts.put(TokenKind.CACHED_INPUT, cached);
        counts.put(TokenKind.AUDIO_INPUT, rest);
        if (sound != null) {
            counts.put(TokenKind.CACHED_AUDIO_INPUT, sound);
        }

        assertThat(
                        family().usage(
                                        new ParsedResponse(
                                                whole(
                                                        "{'usageMetadata':{" + cache
                                                                + "'promptTokenCount':10000,'promptTokensDetails':[{'modality':'AUDIO','tokenCount':9000},{'modality':'TEXT','tokenCount':1000}],'candidatesTokenCount':5}}"))))
                .contains(new TokenUsage(10000, 5, new TokenDetails(counts, Optional.empty(), "", Optional.empty())));
    }
}
