package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("recordings/talk.json", """
                {"reprise": 3,
                 "request": {"method": "POST", "path": "/v1/chat/completions", "headers": {"content-type": "application/json"},
                  "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": true}},
                 "response": {"status": 200, "headers": {"content-type": "text/event-stream"}, "framing": "sse", "chunks": [
                  {"at": 5, "data": {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hel"}}]}},
                  {"at": 15, "data": {"choices": [{"index": 0, "delta": {"content": "lo\\u001b["}}]}},
                  {"at": 25, "data": {"choices": [{"index": 0, "delta": {"content": "2J"}, "finish_reason": "stop"}]}},
                  {"at": 25, "raw": "data: [DONE]\\n\\n"}]}}
                """);
        return runner;
    }

    @Test
    void printsTheTextAndThenWhenItCame() {
        Ended ended = runner().run("play", "talk.json", "--pace", "instant");

        assertThat(ended)
                .isEqualTo(new Ended(
                        0,
                        "Hello␛[2J\n",
                        "recorded: 4 chunks in 25 ms; first token after 5 ms; 100.0 tokens/s (a token for each chunk with text);"
                                + " gaps: half within 10 ms, 95 % within 10 ms, longest 10 ms\n"));
    }

    @Test
    void printsChunksAndTimesAsJson() {
        Json json = Json.parse(runner().run("play", "talk.json", "--json").out());

        assertThat(json.list("chunks")).hasSize(4);
        assertThat(json.list("chunks").get(1).text("text")).isEqualTo("lo\u001b[");
        assertThat(json.at("timing", "last_chunk_ms")).contains(new Json.JsonNumber("25"));
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(runner().run("play", "talk.json", "--pace", "fast").err()).startsWith("reprise: --pace: ");
        assertThat(runner().run("play", "0123").err())
                .isEqualTo("reprise: there is no recording '0123' in 'recordings'; 'reprise list' lists them all\n");
    }
}
