package io.reprise.core.family.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiAnswersTest {
    private static final ApiFamily CHAT = ApiFamilies.of(Request.post("/v1/chat/completions", "{}"));
    private static final ApiFamily COMPLETIONS = ApiFamilies.of(Request.post("/v1/completions", "{}"));
    private static final ApiFamily MODELS = ApiFamilies.of(Request.get("/v1/models"));
    private static final ApiFamily HTTP = ApiFamilies.of(Request.get("/"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: [DONE]\n\n",
                "data:[DONE]\r\n\r\n",
                "data: [DONE]\r\r",
                "data: [DONE] \n\n",
                "data:  [DONE]\n",
                ": bye\nevent: done\ndata: [DONE]\nid: 9\n\n",
                "\ufeffdata: [DONE]\n\n"
            })
    void knowsTheEndMarkInAllItsSpellings(String chunk) {
        assertThat(CHAT.isLast(StreamFormats.SSE, Chunk.of(0, chunk))).isTrue();
        assertThat(COMPLETIONS.isLast(StreamFormats.SSE, Chunk.of(0, chunk))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[{\"delta\":{\"content\":\"[DONE]\"}}]}\n\n",
                ": [DONE]\n\n",
                "event: [DONE]\n\n",
                "\n",
                "",
                "data: \"[DONE]\"\n\n",
                "[DONE]"
            })
    void doesNotTakeOtherChunksForTheEndMark(String chunk) {
        assertThat(CHAT.isLast(StreamFormats.SSE, Chunk.of(0, chunk))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'choices':[{'index':0,'finish_reason':'stop'}]}                                        | COMPLETE",
                "{'choices':[{'index':0,'finish_reason':'stop'},{'index':1,'finish_reason':'length'}]}   | COMPLETE",
                "{'choices':[{'index':0,'finish_reason':'stop'},{'index':1,'finish_reason':null}]}       | CUT",
                "{'choices':[{'index':0,'delta':{'content':'stop'}}]}                                    | CUT",
                "{'choices':[]}                                                                          | CUT",
            })
    void takesAStreamWithoutEndMarkForCompleteWhereEachChoiceIsFinished(String last, Ending ending) {
        Response response = stream("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':null}]}", last);
        Response broken = new Response(200, response.headers(), response.format(), response.chunks(), Ending.CUT);

        assertThat(CHAT.ending(new ParsedResponse(response))).isEqualTo(ending);
        assertThat(CHAT.ending(new ParsedResponse(broken))).isEqualTo(Ending.CUT);
    }

    @Test
    void putsTheTextsOfEachChoiceTogether() {
        Response response = stream(
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}",
                "{'choices':[{'index':1,'delta':{'content':'So'}}]}",
                "{'choices':[{'index':0,'delta':{'content':'The','refusal':null}}]}",
                "{'choices':[{'index':1,'delta':{'content':'l.','reasoning_content':'hm'}},"
                        + "{'index':0,'delta':{'content':' Sun'}}]}",
                "[DONE]");

        assertThat(texts(CHAT, response))
                .containsExactly(
                        new ChannelText(
                                "choices[0].delta.content",
                                List.of(new Piece(0, ""), new Piece(2, "The"), new Piece(3, " Sun"))),
                        new ChannelText("choices[1].delta.content", List.of(new Piece(1, "So"), new Piece(3, "l."))),
                        new ChannelText("choices[1].delta.reasoning_content", List.of(new Piece(3, "hm"))));
    }

    @Test
    void putsTheArgumentsOfEachToolCallTogether() {
        Response response = stream(
                "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','type':'function',"
                        + "'function':{'name':'get_weather','arguments':''}}]}}]}",
                "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'function':{'arguments':'{}'}}]}}]}",
                "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{1'}}]}}]}");

        assertThat(texts(CHAT, response).stream().map(text -> text.channel() + "=" + text.joined()))
                .containsExactly(
                        "choices[0].delta.tool_calls[0].function.name=get_weather",
                        "choices[0].delta.tool_calls[0].function.arguments={1",
                        "choices[0].delta.tool_calls[1].function.arguments={}");
    }

    @Test
    void findsTheTextsOfAnswersThatAreNoStream() {
        assertThat(texts(CHAT, whole("{'choices':[{'index':0,'message':{'role':'assistant','content':'Hi'}}]}")))
                .containsExactly(new ChannelText("choices[0].message.content", List.of(new Piece(0, "Hi"))));
        assertThat(texts(COMPLETIONS, whole("{'choices':[{'index':0,'text':'Hi'}]}")))
                .containsExactly(new ChannelText("choices[0].text", List.of(new Piece(0, "Hi"))));
        assertThat(texts(
                                HTTP,
                                stream(
                                        "{'type':'x','index':1,'delta':{'text':'A'}}",
                                        "{'index':1,'delta':{'text':'B'}}"))
                        .stream()
                        .map(text -> text.channel() + "=" + text.joined()))
                .containsExactly("$[1].type=x", "$[1].delta.text=AB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "",
                "null",
                "[]",
                "{'choices':7,'usage':[]}",
                "{'choices':[1,null,[]],'usage':null}",
                "{'choices':[{'index':{},'delta':'x'}],'usage':{'prompt_tokens':'many'}}",
                "{'usage':{'prompt_tokens':-1,'completion_tokens':1e999}}"
            })
    void isNotTroubledByRubbish(String payload) {
        for (Response response : List.of(stream(payload, payload), whole(payload))) {
            for (ApiFamily family : List.of(CHAT, COMPLETIONS, MODELS, HTTP)) {
                assertThat(texts(family, response)).hasSizeLessThan(3);
                assertThat(usage(family, response)).isEmpty();
                assertThat(saysTheSame(family, response, response)).isTrue();
                assertThat(saysTheSame(family, response, stream("other"))).isFalse();
                assertThat(response.chunks()).noneMatch(chunk -> family.isLast(response.format(), chunk));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'a','created':1,'choices':[]}           | {'id':'b','choices':[],'created':2}        | true",
                "{'system_fingerprint':'a','obfuscation':'xx'} | {'obfuscation':'y'}                        | true",
                "{'timings':{'predicted_ms':1}}                | {'timings':{'predicted_ms':2}}             | true",
                "{'usage':{'total_tokens':1,'queue_time':0.1}} | {'usage':{'queue_time':2,'total_tokens':1}} | true",
                "{'usage':{'total_tokens':1}}                  | {'usage':{'total_tokens':2}}               | false",
                "{'usage':null}                                | {}                                         | false",
                "{'choices':[{'delta':{'content':'a'}}]}       | {'choices':[{'delta':{'content':'b'}}]}    | false",
                "{'choices':[{'delta':{'tool_calls':[{'id':'a','index':0}]}}]} "
                        + "| {'choices':[{'delta':{'tool_calls':[{'id':'b','index':0}]}}]} | true",
                "{'model':'a'}                                 | {'model':'b'}                              | false",
                "{'choices':[{'finish_reason':'stop'}]}        | {'choices':[{'finish_reason':'length'}]}   | false",
                "rubbish                                       | rubbish!                                   | false",
            })
    void tellsWhatChangesEachTimeFromWhatIsSaid(String one, String other, boolean isSame) {
        assertThat(saysTheSame(CHAT, stream(one), stream(other))).isEqualTo(isSame);
        assertThat(saysTheSame(CHAT, whole(one), whole(other))).isEqualTo(isSame);
        assertThat(saysTheSame(COMPLETIONS, stream(one), stream(other))).isEqualTo(isSame);
        assertThat(saysTheSame(CHAT, stream(one), whole(one))).isFalse();
    }

    @Test
    void takesOtherChunksOfTheSameTextForAChange() {
        Response one = stream("{'choices':[{'delta':{'content':'ab'}}]}");
        Response other = stream("{'choices':[{'delta':{'content':'a'}}]}", "{'choices':[{'delta':{'content':'b'}}]}");

        assertThat(saysTheSame(CHAT, one, other)).isFalse();
    }

    @Test
    void doesNotCountKeepAliveCommentsAndHeadersThatChange() {
        Response one = stream("{'id':'1'}");
        List<Chunk> chunks = new ArrayList<>(List.of(Chunk.of(0, ": keep-alive\n\n")));
        chunks.addAll(stream("{'id':'2'}").chunks());
        Headers headers = Headers.of("content-type", "text/event-stream; charset=utf-8", "x-request-id", "r2");

        assertThat(saysTheSame(CHAT, one, new Response(200, headers, StreamFormats.SSE, chunks, Ending.COMPLETE)))
                .isTrue();
        assertThat(saysTheSame(CHAT, one, new Response(201, headers, StreamFormats.SSE, chunks, Ending.COMPLETE)))
                .isFalse();
        assertThat(saysTheSame(CHAT, one, new Response(200, headers, StreamFormats.SSE, chunks, Ending.CUT)))
                .isFalse();
    }

    @Test
    void comparesWhatIsNotUtf8ByItsBytes() {
        assertThat(saysTheSame(CHAT, broken(0xff), broken(0xff))).isTrue();
        assertThat(saysTheSame(CHAT, broken(0xff), broken(0xfe))).isFalse();
    }

    private static Response broken(int rubbish) {
        byte[] bytes = {'d', 'a', 't', 'a', ':', (byte) rubbish, '\n', '\n'};
        return new Response(
                200, Headers.NONE, StreamFormats.SSE, List.of(new Chunk(0, Bytes.owning(bytes))), Ending.COMPLETE);
    }

    @Test
    void comparesAnswersThatAreNestedDeeply() {
        String deep = "[".repeat(100_000) + "{'id':1}" + "]".repeat(100_000);

        assertThat(saysTheSame(CHAT, whole("{'a':" + deep + "}"), whole("{'a': " + deep + "}")))
                .isTrue();
        assertThat(saysTheSame(CHAT, whole("{'a':" + deep + "}"), whole("{'a':" + deep + ",'b':1}")))
                .isFalse();
        assertThat(texts(HTTP, whole(deep))).isEmpty();
    }

    @Test
    void comparesModelListsByTheirModels() {
        String list = "{'data':[{'id':'a','created':1,'permission':[{'id':'p1'}]}]}";

        assertThat(saysTheSame(MODELS, whole(list), whole(list.replace("1", "2"))))
                .isTrue();
        assertThat(saysTheSame(MODELS, whole(list), whole(list.replace("'a'", "'b'"))))
                .isFalse();
    }

    @Test
    void comparesOtherAnswersByAllThatTheySay() {
        assertThat(saysTheSame(HTTP, whole("{'id':'a','b':1}"), whole("{'b':1, 'id':'a'}")))
                .isTrue();
        assertThat(saysTheSame(HTTP, whole("{'id':'a'}"), whole("{'id':'b'}"))).isFalse();
    }

    @Test
    void findsTheUsageWhereverItIs() {
        String usage = "'usage':{'prompt_tokens':29,'completion_tokens':55,'total_tokens':84}";
        TokenUsage expected = new TokenUsage(29, 55);

        assertThat(usage(CHAT, stream("{'choices':[{'delta':{}}]," + usage + "}", "[DONE]")))
                .contains(expected);
        assertThat(usage(CHAT, stream("{'usage':null}", "{'choices':[]," + usage + "}", "[DONE]")))
                .contains(expected);
        assertThat(usage(CHAT, whole("{'choices':[]," + usage + "}"))).contains(expected);
        assertThat(usage(CHAT, stream("{'x_groq':{" + usage + "}}", "[DONE]"))).contains(expected);
        assertThat(usage(HTTP, whole("{'usage':{'input_tokens':1,'output_tokens':2}}")))
                .contains(new TokenUsage(1, 2));
        assertThat(usage(CHAT, stream("{'choices':[]}"))).isEmpty();
    }

    /** Events of realtime conversations and transcriptions spell the details in the singular. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'usage':{'prompt_tokens':132,'completion_tokens':121,'prompt_tokens_details':{'cached_tokens':64,'audio_tokens':13,'cached_tokens_details':{'audio_tokens':0}},'completion_tokens_details':{'audio_tokens':91}}}",
                "{'usage':{'input_tokens':132,'output_tokens':121,'input_tokens_details':{'cached_tokens':64,'audio_tokens':13,'cached_tokens_details':{'audio_tokens':0}},'output_tokens_details':{'audio_tokens':91}}}",
                "{'usage':{'input_tokens':132,'output_tokens':121,'input_token_details':{'cached_tokens':64,'audio_tokens':13,'cached_tokens_details':{'audio_tokens':0}},'output_token_details':{'audio_tokens':91}}}",
                "{'response':{'usage':{'input_tokens':132,'output_tokens':121,'input_token_details':{'cached_tokens':64,'audio_tokens':13,'cached_tokens_details':{'audio_tokens':0}},'output_token_details':{'audio_tokens':91}}}}",
            })
    void findsTheDetailsOfTheUsage(String payload) {
        assertThat(OpenAiUsage.of(Json.parse(payload.replace('\'', '"'))))
                .contains(new TokenUsage(
                        132,
                        121,
                        new TokenDetails(
                                Map.of(
                                        TokenKind.CACHED_INPUT,
                                        64L,
                                        TokenKind.AUDIO_INPUT,
                                        13L,
                                        TokenKind.AUDIO_OUTPUT,
                                        91L),
                                Optional.empty(),
                                "",
                                Optional.empty())));
    }

    @Test
    void wordsErrorsAsTheSdksReadThem() {
        assertThat(CHAT.error(404, "no_recording", "no \"such\" recording").write(Layout.COMPACT))
                .isEqualTo("{\"error\":{\"message\":\"no \\\"such\\\" recording\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"no_recording\"}}");
        assertThat(HTTP.error(503, "c", "m").write(Layout.COMPACT))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"c\"}}");
        assertThat(MODELS.error(404, "c", "m").get("error").flatMap(error -> error.get("message")))
                .contains(new Json.JsonString("m"));
    }

    private static Response stream(String... payloads) {
        List<Chunk> chunks = new ArrayList<>();
        for (String payload : payloads) {
            chunks.add(Chunk.of(0, "data: " + payload.replace('\'', '"') + "\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private static Response whole(String payload) {
        return Response.whole(200, "application/json", Bytes.utf8(payload.replace('\'', '"')));
    }

    private static List<ChannelText> texts(ApiFamily family, Response response) {
        return family.texts(new ParsedResponse(response));
    }

    private static Optional<TokenUsage> usage(ApiFamily family, Response response) {
        return family.usage(new ParsedResponse(response));
    }

    private static boolean saysTheSame(ApiFamily family, Response one, Response other) {
        return family.saysTheSame(new ParsedResponse(one), new ParsedResponse(other));
    }
}
