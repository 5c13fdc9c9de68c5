package io.reprise.core.family.openai.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenAiAudioTest extends ApiFamilyContract {
    private static final Request TRANSCRIPTION = new Request(
            "POST",
            "/v1/audio/transcriptions",
            "",
            Headers.of("content-type", "multipart/form-data; boundary=b"),
            Bytes.utf8(
                    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hello.wav\"\r\nContent-Type: audio/wav\r\n\r\n12345\r\n"
                            + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-4o-transcribe\r\n--b--\r\n"));

    @Override
    protected ApiFamily family() {
        return OpenAiAudio.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        TRANSCRIPTION,
                        "gpt-4o-transcribe",
                        "hello.wav",
                        events(
                                "{'type':'transcript.text.delta','delta':'Hello'}",
                                "{'type':'transcript.text.delta','delta':' there.'}",
                                "{'type':'transcript.text.done','text':'Hello there.','usage':{'type':'tokens','input_tokens':3,'output_tokens':4}}"),
                        said("Hello there.", 3, 4)),
                new Example(
                        TRANSCRIPTION,
                        "gpt-4o-transcribe",
                        "hello.wav",
                        whole("{'text':'Hello.','usage':{'type':'duration','seconds':3}}"),
                        new Said("Hello.", Optional.empty())),
                new Example(
                        TRANSCRIPTION,
                        "gpt-4o-transcribe",
                        "hello.wav",
                        events(
                                "{'id':'trsc-1','object':'transcription.chunk','choices':[{'index':0,'delta':{'content':'Hi'}}]}",
                                "[DONE]"),
                        new Said("Hi", Optional.empty())),
                new Example(
                        post(
                                "/v1/audio/speech",
                                "{'model':'tts-1','input':'good morning','voice':'alloy','stream_format':'sse'}"),
                        "tts-1",
                        "good morning",
                        events(
                                "{'type':'speech.audio.delta','audio':'AAAA'}",
                                "{'type':'speech.audio.done','usage':{'input_tokens':3,'output_tokens':4}}"),
                        said("", 3, 4)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/audio/speech"), post("/v1/audio", "{}"), post("/v1/speech", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        TRANSCRIPTION,
                        List.of(ChatMessage.of("user", new MessagePart.Media("audio/wav", OptionalLong.of(5)))),
                        Response.whole(200, "text/plain; charset=utf-8", Bytes.utf8("Hello.\n")),
                        List.of(assistant(text("Hello.\n")))),
                new Shown(
                        post("/v1/audio/speech", "{'input':'good morning'}"),
                        List.of(user("good morning")),
                        Response.whole(200, "audio/mpeg", Bytes.utf8("sound")),
                        List.of(assistant(new MessagePart.Media("audio/mpeg", OptionalLong.of(5))))),
                new Shown(
                        post("/v1/audio/speech", "{'input':'good morning'}"),
                        List.of(user("good morning")),
                        events(
                                "{'type':'speech.audio.delta','audio':'AAAA'}",
                                "{'type':'speech.audio.delta','audio':'AAAA'}"),
                        List.of(assistant(new MessagePart.Media("audio", OptionalLong.of(6))))));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(new Failing(events("{'type':'error','error':{'code':'server_error'}}"), 500));
    }

    @Test
    void takesSoundForCompleteThatEndedProperly() {
        Response sound = Response.whole(200, "audio/mpeg", Bytes.utf8("sound"));

        assertThat(family().ending(new ParsedResponse(sound))).isEqualTo(Ending.COMPLETE);
    }
}
