package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.SocketProtocol.Sound;
import io.reprise.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes of WebSocket conversations, and what their messages mean. */
class SocketFamiliesTest {
    private static final String LIVE = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private static ParsedRequest handshake(String path, String query) {
        return ApiFamilies.parse(new Request("GET", path, query, Headers.NONE, Bytes.EMPTY));
    }

    private static SocketProtocol protocol(String path) {
        return handshake(path, "").family().sockets();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/realtime, model=gpt-realtime, openai-realtime-socket, gpt-realtime",
        "/openai/realtime, api-version=2025-04-01-preview&deployment=my%2Ddeployment, openai-realtime-socket, my-deployment",
        "/openai/v1/realtime, model=gpt-realtime-mini, openai-realtime-socket, gpt-realtime-mini",
        "/v1/realtime, intent=transcription, openai-realtime-socket, ''",
        "/v1/realtime, call_id=rtc_1, openai-realtime-socket, ''",
        "/voice-live/realtime, model=gpt-4o, openai-realtime-socket, gpt-4o",
        "/v1/audio/transcriptions/realtime, model=voxtral-mini, openai-realtime-socket, voxtral-mini",
        "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent, '', gemini-live, ''",
        "/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained, '', gemini-live, ''",
        "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent, '', gemini-live, ''",
        "/v1/listen, model=nova-3&encoding=linear16, speech-socket, nova-3",
        "/v3/ws, speech_model=universal, speech-socket, universal",
        "/v1/convai/conversation, agent_id=a1, speech-socket, a1",
        "/tts/websocket, '', http, ''",
    })
    void areKnownByTheirPaths(String path, String query, String family, String model) {
        ParsedRequest request = handshake(path, query);

        assertThat(request.family().name()).isEqualTo(family);
        assertThat(request.model().orElse("")).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/realtime | {'type':'response.create','event_id':'e'} | {'type':'response.create'}",
                "/v1/realtime | {'type':'input_audio_buffer.append','audio':'AA'} | ",
                "/v1/realtime | {'type':'input_audio_buffer.commit'} | {'type':'input_audio_buffer.commit'}",
                "/v1/realtime | {'type':'conversation.item.truncate','item_id':'i','content_index':0,'audio_end_ms':7} | {'type':'conversation.item.truncate','content_index':0}",
                "/v1/realtime | {'type':'conversation.item.create','previous_item_id':'p','item':{'id':'i','type':'message','content':[{'type':'input_audio','audio':'AA','transcript':'Hi'}]}} | {'type':'conversation.item.create','item':{'type':'message','content':[{'type':'input_audio','transcript':'Hi'}]}}",
                "/v1/realtime | {'type':'conversation.item.create','item':{'type':'function_call_output','call_id':'c','output':'7'}} | {'type':'conversation.item.create','item':{'type':'function_call_output','output':'7'}}",
                "/v1/realtime | {'type':'response.create','response':{'input':[{'type':'item_reference','id':'i'}],'metadata':{'id':'kept'}}} | {'type':'response.create','response':{'input':[{'type':'item_reference'}],'metadata':{'id':'kept'}}}",
                LIVE + " | {'realtimeInput':{'audio':{'data':'AA'}}} | ",
                LIVE + " | {'realtime_input':{'media_chunks':[{'data':'AA'}]}} | ",
                LIVE + " | {'realtimeInput':{'text':'Hi'}} | {'realtimeInput':{'text':'Hi'}}",
                LIVE + " | {'realtimeInput':{'activityEnd':{}}} | {'realtimeInput':{'activityEnd':{}}}",
                LIVE
                        + " | {'setup':{'model':'m','sessionResumption':{'handle':'h','transparent':true}}} | {'setup':{'model':'m','sessionResumption':{'transparent':true}}}",
                LIVE
                        + " | {'client_content':{'turns':[{'parts':[{'inlineData':{'mimeType':'audio/pcm','data':'AA'}},{'inlineData':{'mimeType':'image/png','data':'AA'}}]}]}} | {'client_content':{'turns':[{'parts':[{'inlineData':{'mimeType':'audio/pcm'}},{'inlineData':{'mimeType':'image/png','data':'AA'}}]}]}}",
                "/v1/convai/conversation | {'user_audio_chunk':'AA'} | ",
                "/v1/listen | {'type':'CloseStream'} | {'type':'CloseStream'}",
                "/tts/websocket | {'context_id':'c','transcript':'Hi'} | {'context_id':'c','transcript':'Hi'}",
            })
    void sayWhatOfAClientsMessageCounts(String path, String message, String counted) {
        Json sent = Json.parse(message.replace('\'', '"'));

        assertThat(protocol(path)
                        .counted(sent, Sound.DOES_NOT_COUNT)
                        .map(Json::toString)
                        .orElse(""))
                .isEqualTo(counted == null ? "" : counted.replace('\'', '"'));
    }

    @Test
    void nameKindsForPeople() {
        assertThat(protocol("/v1/realtime").kind(Json.parse("{\"type\":\"response.create\"}")))
                .isEqualTo("response.create");
        assertThat(protocol(LIVE).kind(Json.parse("{\"serverContent\":{},\"usageMetadata\":{}}")))
                .isEqualTo("serverContent");
        assertThat(protocol("/ws").kind(Json.parse("{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\"}")))
                .isEqualTo("tools/list");
        assertThat(protocol("/ws").kind(Json.parse("[1]"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|4|3|4",
                "9223372036854775807|9223372036854775807|-|-",
                "1e-999999999|1e999999999|-|-",
                "-5|10|0|10",
                "7|99999999999999999999|7|0",
                "1000000000001|1|0|1"
            })
    void tokensOfAConversationAreNumbersThatCanBe(String asked, String answered, String input, String output) {
        Json message = Json.parse(
                "{\"usageMetadata\":{\"promptTokenCount\":" + asked + ",\"responseTokenCount\":" + answered + "}}");

        var usage = protocol(LIVE).usage(message);

        assertThat(usage.map(counted -> counted.input() + "").orElse("-")).isEqualTo(input);
        assertThat(usage.map(counted -> counted.output() + "").orElse("-")).isEqualTo(output);
    }
}
