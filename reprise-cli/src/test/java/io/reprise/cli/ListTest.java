package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void importSeeds() {
        runner = new CommandRunner(directory);
        runner.run("import", CommandRunner.seeds());
        runner.run("import", CommandRunner.seed("completions-stream-usage.txtar"), "--test", "tests/a.py::test_b");
    }

    @Test
    void hasALineForEachRecording() {
        Ended ended = runner.run("list", "--grep", "JOKE");

        assertThat(ended)
                .isEqualTo(new Ended(
                        0,
                        """
                        TEST                      KEY           REQUEST                         MODEL                 STATUS  CHUNKS      BYTES       TOKENS  ASKED                             ANSWERED                          FILE
                        -                         abfcc89ce6cd  POST /v1/chat/completions       llama3.2:1b              200      55      10666        29+55  tell me a joke                    A man walked into a library and…  openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json
                        -                         0c88de8d1cf2  POST /v1/completions            llama3.2:1b              200      55       9741        29+55  tell me a joke                    A man walked into a library and…  openai-completions-llama3.2-1b-tell-me-a-joke-0c88de8d1cf2.json
                        tests/a.py::test_b        KEYKEYKEYKEY  POST /v1/completions            llama3.2:1b              200      55       9741        29+55  tell me a joke                    A man walked into a library and…  FILE
                        """.replace("KEYKEYKEYKEY", scopedKey())
                                .replace("FILE\n", scopedFile() + "\n")
                                .replaceFirst("ANSWERED {26}.*", "ANSWERED" + " ".repeat(26) + "FILE"),
                        ""));
    }

    @Test
    void findsConversationsByTheirWordsAndTheirModel() {
        runner.write("recordings/talk.json", """
                {"reprise": 3,
                 "request": {"method": "GET", "path": "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"},
                 "response": {"status": 101},
                 "messages": [
                   {"from": "client", "data": {"setup": {"model": "models/gemini-live"}}},
                   {"from": "upstream", "data": {"setupComplete": {}}},
                   {"from": "client", "data": {"clientContent": {"turns": [{"parts": [{"text": "Where is the Zugspitze?"}]}]}}},
                   {"from": "upstream", "binary": true, "data": {"serverContent": {"outputTranscription": {"text": "In Ba"}}}},
                   {"from": "upstream", "binary": true, "data": {"serverContent": {"outputTranscription": {"text": "varia."}}}}],
                 "close": {"from": "client", "code": 1000}}
                """);

        assertThat(texts(runner.run("list", "--json", "--grep", "bavaria"), "location"))
                .containsExactly("talk.json");
        assertThat(texts(runner.run("list", "--json", "--model", "gemini-l*"), "location"))
                .containsExactly("talk.json");
        assertThat(runner.run("list", "--grep", "zugspitze").out())
                .contains("gemini-live              101       5")
                .contains("Where is the Zugspitze?")
                .contains("In Bavaria.");
    }

    @Test
    void isSortedByTestAndFile() {
        assertThat(texts(runner.run("list", "--json"), "key").map(key -> key.substring(0, 12)))
                .containsExactly(
                        "abfcc89ce6cd", "fa2cde9a9995", "52290db34048", "875de6b0cd8c", "0c88de8d1cf2", scopedKey());
    }

    @Test
    void isSortedByAnotherMember() {
        List<Long> sizes = Json.parse(
                        runner.run("list", "--json", "--sort=-bytes").out())
                .items()
                .stream()
                .map(each -> Long.valueOf(((Json.JsonNumber) each.get("bytes").orElseThrow()).spelling()))
                .toList();

        assertThat(sizes).hasSize(6).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(texts(runner.run("list", "--json", "--sort", "model"), "model"))
                .hasSize(6)
                .isSorted();
        assertThat(runner.run("list", "--sort", "modle"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "reprise: --sort: cannot sort by 'modle'; did you mean 'model'? possible are test, recorded,"
                                + " bytes, chunks, status, model, each with '-' before it for descending\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "--test, '', 5",
        "--test, tests/a.py::test_b, 1",
        "--test, other, 0",
        "--model, llama3.2:1b, 3",
        "--model, llama*, 5",
        "--model, *1B*, 1",
        "--model, gpt, 0",
        "--grep, LIBRARY, 3",
        "--grep, 'chat/completions', 4",
        "--grep, 'Schr.*cat', 3",
        "--grep, nonsense, 0",
        "--filter, '', 6",
        "--filter, JOKE, 3",
        "--filter, 'joke -test:', 1",
        "--filter, 'joke path:*/chat/completions', 1",
        "--filter, 'model:llama* is:stream', 5",
        "--filter, 'text:librarian -model:gpt-*', 3",
        "--filter, 'family:openai-chat larger-than:10kB', 1",
        "--filter, 'since:1h -since:2020-01-01', 0",
        "--filter, 'status:4xx', 0"
    })
    void isFiltered(String flag, String text, int count) {
        Ended ended = runner.run("list", "--json", flag, text);

        assertThat(ended.status()).isZero();
        assertThat(Json.parse(ended.out()).items()).hasSize(count);
    }

    @Test
    void saysWhenNothingIsLikeThat() {
        assertThat(runner.run("list", "--model", "gpt-*"))
                .isEqualTo(new Ended(0, "", "no recording in 'recordings' matches\n"));
    }

    @Test
    void selectsWhatAllFlagsSelect() {
        Ended ended =
                runner.run("list", "--json", "--filter", "joke", "--test", "", "--model", "*1b", "--grep", "chat");

        assertThat(Json.parse(ended.out()).items()).hasSize(1);
    }

    @Test
    void saysWhatIsWrongInAFilter() {
        assertThat(runner.run("list", "--filter", "joke modle:x"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "reprise: the filter is wrong at character 6: there is no 'modle:'; a filter of recordings has"
                                + " status:, model:, test:, family:, upstream:, tool:, key:, path:, is:, larger-than:,"
                                + " slower-than:, since:, text:. To search for this text, put it in quotes\n"));
    }

    @Test
    void hasAnObjectForEachRecordingInJson() {
        Ended ended = runner.run("list", "--json", "--model", "llama3.2:1b", "--grep", "chat/comp", "--test", "");

        String out = ended.out().replaceFirst("(\"recorded_at\":)\"[0-9T:.-]+Z\"", "$1\"…\"");
        assertThat(new Ended(ended.status(), out, ended.err())).isEqualTo(new Ended(0, """
                        [
                        {"location":"openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json","test":null,\
                        "key":"abfcc89ce6cd5371d486910521aed6f8905d7edc5245365742e1caaeecc6d8cd","occurrence":1,"upstream":null,\
                        "method":"POST","path":"/v1/chat/completions","model":"llama3.2:1b","title":"tell me a joke",\
                        "status":200,"chunks":55,"bytes":10666,\
                        "answer":"A man walked into a library and asked the librarian, \\"Do…",\
                        "tokens":{"input":29,"output":55},"cost_usd":null,"recorded_at":"…","family":"openai-chat","stream":true,"first_token_ms":0,"duration_ms":0,"ending":"complete","tools":[]}
                        ]
                        """, ""));
    }

    @Test
    void namesABrokenFileAndListsTheOthers() {
        String broken = "recordings/openai-completions-llama3.2-1b-tell-me-a-joke-0c88de8d1cf2.json";
        runner.write(broken, runner.read(broken).substring(0, 700));

        Ended ended = runner.run("list", "--json");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(Json.parse(ended.out()).items()).hasSize(5);
        assertThat(ended.said())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("reprise: ")
                        .contains("openai-completions-llama3.2-1b-tell-me-a-joke-0c88de8d1cf2.json"));
    }

    @Test
    void aFilterSelectsBrokenFiles() {
        String broken = "recordings/openai-completions-llama3.2-1b-tell-me-a-joke-0c88de8d1cf2.json";
        runner.write(broken, runner.read(broken).substring(0, 700));
        String name = broken.substring("recordings/".length());

        Ended json = runner.run("list", "--json", "--filter", "is:broken");
        Ended lines = runner.run("list", "--filter", "joke is:broken");
        Ended others = runner.run("list", "--filter", "weather is:broken");
        Ended readable = runner.run("list", "--json", "--filter", "-is:broken");

        assertThat(Json.parse(json.out()).items()).singleElement().satisfies(file -> {
            assertThat(file.text("location")).isEqualTo(name);
            assertThat(file.text("error")).contains(name).contains("cannot be read");
        });
        assertThat(lines.status()).isEqualTo(3);
        assertThat(lines.out()).isEmpty();
        assertThat(lines.said())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("reprise: ").contains(name));
        assertThat(others.said()).contains("no recording in 'recordings' matches");
        assertThat(Json.parse(readable.out()).items()).hasSize(5);
    }

    @Test
    void ofAnEmptyDirectoryIsEmpty() {
        runner.write("none/.keep", "");

        assertThat(runner.run("list", "--recordings", "none"))
                .isEqualTo(new Ended(0, "", "there are no recordings in 'none'\n"));
        assertThat(runner.run("list", "--recordings", "none", "--json")).isEqualTo(new Ended(0, "[]\n", ""));
    }

    private String scopedKey() {
        return scoped("key").substring(0, 12);
    }

    private String scopedFile() {
        return scoped("location");
    }

    private String scoped(String name) {
        List<String> values = texts(runner.run("list", "--json", "--test", "tests/a.py::test_b"), name)
                .toList();
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static Stream<String> texts(Ended ended, String name) {
        return Json.parse(ended.out()).items().stream()
                .map(item -> item.get(name).flatMap(Json::string).orElse(""));
    }
}
