package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowTest {
    private static final String CHAT = "openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json";

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void importSeeds() {
        runner = new CommandRunner(directory);
        runner.run("import", CommandRunner.seeds());
    }

    @Test
    void isAPageForPeople() {
        Ended ended = runner.run("show", "abfcc89ce6cd");

        assertThat(ended).isEqualTo(new Ended(0, """
                        POST /v1/chat/completions
                          key         abfcc89ce6cd5371d486910521aed6f8905d7edc5245365742e1caaeecc6d8cd
                          occurrence  1
                          family      openai-chat
                          file        openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json

                        request
                          content-type: application/json
                          model: llama3.2:1b
                          stream: true
                          stream_options: {"include_usage": true}
                          [user]
                            tell me a joke

                        response 200, 10666 bytes in 55 chunks of sse
                          content-type: text/event-stream
                          [assistant]
                            A man walked into a library and asked the librarian, "Do you have any \
                        books on Pavlov's dogs and Schr\u0e23\u0e16dinger's cat?" The librarian replied, "It rings a bell, but I'm not \
                        sure if it's here or not."
                          tokens: 29 in, 55 out
                        """, ""));
    }

    /** The directory in which a command runs is not a part of such a name. */
    @Test
    void takesAPlainNameAndStandardInput() throws IOException {
        String text = runner.read("recordings/" + CHAT);
        CommandRunner here = new CommandRunner(Path.of("")).typing(text);
        Path file = Files.writeString(Files.createTempFile(Path.of(""), "plain", ".json"), text);
        try {
            Ended named = here.run("show", file.toString());
            Ended typed = here.run("show", "-");
            Ended played = here.run("play", "-", "--pace", "instant");
            Ended compared = here.run("diff", file.toString(), "-");

            assertThat(named.err()).isEmpty();
            assertThat(named.out()).contains("abfcc89ce6cd", "tell me a joke");
            assertThat(typed.out()).contains("tell me a joke");
            assertThat(played.out()).contains("library");
            assertThat(compared.status()).as(compared.err()).isZero();
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root:x:0:0 | 'some.txt' is not a recording",
                "'' | 'some.txt' is empty, and not a recording",
                "{\"reprise\": 1, | 'some.txt' cannot be read: it is not valid JSON: it ends too early at line 1, column 15; correct it",
            })
    void asksNobodyToDeleteAFileThatIsNotInTheStore(String text, String message) {
        runner.write("some.txt", text);

        Ended ended = runner.run("show", "some.txt");

        assertThat(ended.err().replace(directory + "/", "")).isEqualTo("reprise: " + message + "\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void showsEachChoice() {
        Ended ended = runner.run("show", "875de6b");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).endsWith("""
                          [assistant]
                            The Latin name for the Sun is Sol.
                          [assistant]
                            The Latin word for the Sun is Sol.
                        """);
    }

    @Test
    void readsLikeAConversationWithoutBase64() {
        String image = "iVBORw0KGgo".repeat(20);
        runner.write("tools.json", """
                {"reprise": 1,
                 "request": {"method": "POST", "path": "/v1/messages", "body": {"model": "claude-x", "max_tokens": 9,
                   "metadata": {"blob": "IMAGE"},
                   "tools": [{"name": "get_weather", "input_schema": {}}, {"name": "get_time", "input_schema": {}}],
                   "messages": [
                     {"role": "user", "content": [
                       {"type": "text", "text": "where\\nis this?"},
                       {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "IMAGE"}}]},
                     {"role": "assistant", "content": [
                       {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Bern"}}]},
                     {"role": "user", "content": [
                       {"type": "tool_result", "tool_use_id": "toolu_1", "content": "rain"}]}]}},
                 "response": {"status": 200, "headers": {"content-type": "application/json"}, "body":
                   {"id": "msg_1", "type": "message", "role": "assistant", "content": [
                     {"type": "thinking", "thinking": "hm", "signature": "s"},
                     {"type": "text", "text": "In Bern."}],
                    "stop_reason": "end_turn", "usage": {"input_tokens": 3, "output_tokens": 4}}}}
                """.replace("IMAGE", image));

        String shown = runner.run("show", "tools.json").out();

        assertThat(shown.substring(shown.indexOf("request\n"))).isEqualTo("""
                request
                  content-type: application/json
                  model: claude-x
                  max_tokens: 9
                  metadata: {"blob": "(base64, 165 bytes)"}
                  tools: get_weather, get_time
                  [user]
                    where
                    is this?
                    (image/png, 165 bytes)
                  [assistant]
                    calls get_weather({"city":"Bern"})
                  [user]
                    get_weather returned: rain

                response 200, 218 bytes
                  content-type: application/json
                  [assistant]
                    (reasoning) hm
                    In Bern.
                  tokens: 3 in, 4 out
                """);
    }

    @Test
    void namesTheFilesOfAFormAndTheSizeOfASound() {
        runner.write("form.json", """
                {"reprise": 1,
                 "request": {"method": "POST", "path": "/v1/things",
                   "headers": {"content-type": "multipart/form-data; boundary=b"},
                   "raw": "--b\\r\\ncontent-disposition: form-data; name=\\"model\\"\\r\\n\\r\\nwhisper-1\\r\\n--b\\r\\n\
                content-disposition: form-data; name=\\"file\\"; filename=\\"a.wav\\"\\r\\ncontent-type: audio/wav\\r\\n\\r\\nRIFF\\r\\n--b--\\r\\n"},
                 "response": {"status": 200, "headers": {"content-type": "audio/mpeg"}, "base64": "//uQxAAA"}}
                """);

        String shown = runner.run("show", "form.json").out();

        assertThat(shown.substring(shown.indexOf("request\n"))).isEqualTo("""
                request
                  content-type: multipart/form-data; boundary=b
                  model: whisper-1
                  file a.wav: (audio/wav, 4 bytes; --raw prints them)

                response 200, 6 bytes
                  content-type: audio/mpeg
                  body: (audio/mpeg, 6 bytes; --raw prints them)
                """);
    }

    @Test
    void takesAFileByItsPathOrByItsNameInTheStore() {
        String byKey = runner.run("show", "ABF").out();

        assertThat(runner.run("show", CHAT).out().replaceAll("file +.*", ""))
                .isEqualTo(byKey.replaceAll("file +.*", ""));
        assertThat(runner.run("show", "recordings/" + CHAT).out().replaceAll("file +.*", ""))
                .isEqualTo(byKey.replaceAll("file +.*", ""));
    }

    @Test
    void givesTheBodyByteForByte() {
        Ended ended = runner.run("show", "abf", "--raw");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).hasSize(10662).endsWith("\n\ndata: [DONE]\n\n");
    }

    @Test
    void isAnArrayInJson() {
        Ended ended = runner.run("show", "abf", "--json");

        Json shown = Json.parse(ended.out()).items().get(0);
        assertThat(shown.members())
                .extracting(Json.Member::name)
                .contains("location", "key", "tokens", "cost", "bytes")
                .contains("request", "response", "choices", "messages", "parts", "tools", "timing", "family")
                .contains("texts", "recording")
                .doesNotHaveDuplicates();
        assertThat(shown.get("recording")).contains(Json.parse(runner.read("recordings/" + CHAT)));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(runner.run("show", "0123"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "reprise: there is no recording '0123' in 'recordings'; 'reprise list' lists them all\n"));
        assertThat(runner.run("show", "abf", "--occurrence", "2"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "reprise: there is no recording 'abf' with occurrence 2 in 'recordings';"
                                + " 'reprise list' lists them all\n"));
    }

    @Test
    void severalOfOneBeginningAreListed() {
        runner.run("import", CommandRunner.seeds(), "--test", "t1");
        runner.run("import", CommandRunner.seeds(), "--test", "t2");
        runner.run("import", CommandRunner.seeds(), "--test", "t3");
        runner.run("import", CommandRunner.seeds(), "--test", "t4");

        Ended ended = runner.run("show", firstDigitOfTwo());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said()).hasSizeGreaterThan(2);
        assertThat(ended.said().get(0)).matches("reprise: '.' stands for several recordings: [0-9]+:");
    }

    @Test
    void aTerminalIsNotToldWhatToDo() {
        String recording = runner.read("recordings/" + CHAT).replace("tell me a joke", "tell\\u001b[31m me a joke");
        runner.write("coloured.json", recording);

        Ended ended = runner.run("show", "coloured.json");

        assertThat(ended.out()).contains("tell␛[31m me a joke");
    }

    @Test
    void aBrokenFileIsNamed() {
        runner.write("half.json", runner.read("recordings/" + CHAT).substring(0, 900));

        Ended ended = runner.run("show", "half.json");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("half.json"));
    }

    /** 25 keys have 16 first digits. */
    private String firstDigitOfTwo() {
        String[] keys = Json.parse(runner.run("list", "--json").out()).items().stream()
                .map(item -> item.get("key").flatMap(Json::string).orElse(""))
                .sorted()
                .toArray(String[]::new);
        for (int i = 1; i < keys.length; i++) {
            if (keys[i].charAt(0) == keys[i - 1].charAt(0)) {
                return keys[i].substring(0, 1);
            }
        }
        throw new AssertionError("there are fewer keys than digits");
    }

    @Test
    void readsAWebSocketConversation() {
        String sound = "AAAA".repeat(100);
        runner.write("talk.json", """
                {"reprise": 3,
                 "request": {"method": "GET", "path": "/v1/realtime", "query": "model=gpt-realtime"},
                 "response": {"status": 101},
                 "messages": [
                   {"at": 90, "from": "upstream", "data": {"type": "session.created", "session": {"id": "s"}}},
                   {"at": 95, "from": "client", "data": {"type": "session.update", "session": {"instructions": "Be brief."}}},
                   {"at": 99, "from": "client", "data": {"type": "input_audio_buffer.append", "audio": "SOUND"}},
                   {"at": 99, "from": "client", "data": {"type": "input_audio_buffer.append", "audio": "SOUND"}},
                   {"at": 101, "from": "client", "data": {"type": "conversation.item.create", "item": {"type": "message",
                     "role": "user", "content": [{"type": "input_text", "text": "Is it raining in London?"}]}}},
                   {"at": 110, "from": "upstream", "data": {"type": "response.output_audio_transcript.delta", "delta": "Let me "}},
                   {"at": 120, "from": "upstream", "data": {"type": "response.output_audio.delta", "delta": "SOUND"}},
                   {"at": 130, "from": "upstream", "data": {"type": "response.output_audio_transcript.delta", "delta": "see."}},
                   {"at": 140, "from": "upstream", "data": {"type": "response.output_item.done", "item": {"type": "function_call",
                     "call_id": "call_1", "name": "get_weather", "arguments": "{}"}}},
                   {"at": 150, "from": "upstream", "data": {"type": "response.done", "response": {"usage": {"input_tokens": 7, "output_tokens": 9}}}},
                   {"at": 160, "from": "client", "data": {"type": "conversation.item.create", "item": {"type": "function_call_output",
                     "call_id": "call_1", "output": "It rains."}}},
                   {"at": 170, "from": "upstream", "data": {"type": "response.done", "response": {"usage": {"input_tokens": 1, "output_tokens": 2}}}}],
                 "close": {"at": 180, "from": "client", "code": 1000}}
                """.replace("SOUND", sound));

        Ended ended = runner.run("show", "talk.json");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("family      openai-realtime-socket").endsWith("""
                        response 101, 2131 bytes in 5 messages of the client and 7 of the upstream, the last after 170 ms, \
                        closed by the client with 1000
                          [system]
                            Be brief.
                          [user]
                            (audio, 600 bytes)
                            Is it raining in London?
                          [assistant]
                            Let me see.
                            (audio, 300 bytes)
                            calls get_weather({})
                          [tool]
                            get_weather returned: It rains.
                          tokens: 8 in, 11 out
                        """);
        assertThat(runner.run("show", "--raw", "talk.json").out())
                .startsWith("{\"type\":\"session.created\",\"session\":{\"id\":\"s\"}}\n")
                .hasLineCount(7);
        assertThat(runner.run("show", "--json", "talk.json").out()).contains("\"input\": 8,");
    }

    @Test
    void namesABrokenFileOnce() {
        runner.write("recordings/chat-0a1b2c3d4e5f.json", "{\"reprise\": 1,");

        Ended ended = runner.run("show", "0a1b2c3d4e5f");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err().lines())
                .filteredOn(line -> line.contains("cannot be read"))
                .hasSize(1);
    }
}
