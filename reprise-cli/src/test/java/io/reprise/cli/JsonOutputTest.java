package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.Reprise;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands print with {@code --json} has the names and shapes that the control API has for the same thing. */
class JsonOutputTest {
    /** Commands without {@code --json}, with the reason. */
    private static final Map<String, String> WITHOUT_JSON = Map.of(
            "serve", "its output is one line; --log json makes objects of its log",
            "run", "its output is that of the command that it runs; --log json makes objects of its log",
            "mcp", "all that it prints is JSON",
            "completion", "it prints a script for a shell",
            "help", "it prints help");

    /** Commands that no route of the control API corresponds to. */
    private static final Set<String> ONLY_COMMANDS =
            Set.of("init", "import", "export", "convert", "sync", "verify", "stats", "doctor", "scrub", "mv", "store");

    @TempDir
    Path directory = Path.of("");

    private CommandRunner commands = new CommandRunner(Path.of(""));
    private Reprise server = null;

    @BeforeEach
    void start() {
        commands = new CommandRunner(directory);
        keep("a.json", "hi", "It is sunny.");
        keep("b.json", "hi there", "It is rainy.");
        commands.write("recordings/broken.json", "{\"reprise\": 1, \"x\"");
        server = Reprise.builder()
                .environment(Map.of())
                .workingDirectory(directory)
                .recordings(directory.resolve("recordings"))
                .mode(Mode.REPLAY)
                .log(new PrintStream(OutputStream.nullOutputStream()), Detail.NOTHING)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void keep(String file, String asked, String answered) {
        commands.write("recordings/" + file, """
                {"reprise": 3,
                 "request": {"method": "POST", "path": "/v1/chat/completions", "headers": {"content-type": "application/json"},
                  "body": {"model": "m", "messages": [{"role": "user", "content": "%s"}]}},
                 "response": {"status": 200, "headers": {"content-type": "application/json"},
                  "body": {"choices": [{"index": 0, "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}}}
                """.formatted(asked, answered));
    }

    private Json api(String method, String target, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/__reprise/" + target))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private Json get(String target) throws Exception {
        return api("GET", target, "");
    }

    private Json printed(String... arguments) {
        return Json.parse(commands.run(arguments).out());
    }

    /** Each path to a value with the kinds of values that are there; items of a list are alike. */
    private static Map<String, Set<String>> shape(Json value) {
        Map<String, Set<String>> shape = new TreeMap<>();
        add("", value, shape);
        return shape;
    }

    private static void add(String path, Json value, Map<String, Set<String>> shape) {
        shape.computeIfAbsent(path, none -> new TreeSet<>())
                .add(value.getClass().getSimpleName());
        value.members().forEach(member -> add(path + "." + member.name(), member.value(), shape));
        value.items().forEach(item -> add(path + "[]", item, shape));
    }

    private static Json without(Json object, String... names) {
        return new Json.JsonObject(object.members().stream()
                .filter(member -> !List.of(names).contains(member.name()))
                .toList());
    }

    @Test
    void everyCommandHasItWhereItMakesSense() {
        Map<String, CommandLine> all =
                Main.commandLine(ProcessEnvironment.ofProcess()).getSubcommands();
        Set<String> compared = Set.of("list", "show", "play", "diff", "prune", "lint");

        all.forEach((name, command) -> assertThat(
                        command.getCommandSpec().optionsMap().containsKey("--json"))
                .as(name)
                .isNotEqualTo(WITHOUT_JSON.containsKey(name)));
        assertThat(all.keySet())
                .allMatch(name ->
                        WITHOUT_JSON.containsKey(name) || ONLY_COMMANDS.contains(name) || compared.contains(name));
    }

    @Test
    void listAndShowAndPlayAreTheRecordingsOfTheApi() throws Exception {
        Json listed = get("recordings").list("recordings").stream()
                .filter(each -> each.text("location").equals("a.json"))
                .findFirst()
                .orElseThrow();
        String location = "a.json";
        Json chunks = get("recordings/chunks?location=" + location);

        Json line = printed("list", "--grep", "sunny", "--json").items().get(0);
        Json shown = printed("show", "recordings/a.json", "--json").items().get(0);
        Json played = printed("play", "recordings/a.json", "--json");

        assertThat(shape(line)).isEqualTo(shape(listed));
        assertThat(shape(without(shown, "texts", "recording")))
                .isEqualTo(shape(get("recordings/show?location=" + location)));
        assertThat(shape(without(played, "location"))).isEqualTo(shape(chunks));
    }

    @Test
    void diffIsTheDifferenceOfTheApi() throws Exception {
        assertThat(shape(printed("diff", "recordings/a.json", "recordings/b.json", "--json")))
                .isEqualTo(shape(get("diff?a=a.json&b=b.json")));
    }

    @Test
    void pruneIsThePruningOfTheApi() throws Exception {
        assertThat(shape(printed("prune", "--unused-runs", "1", "--json")))
                .isEqualTo(shape(api("POST", "prune", "{\"unused_runs\": 1}")));
    }

    @Test
    void lintFindsWhatTheApiFinds() throws Exception {
        List<Json> found = printed("lint", "--json").items();

        assertThat(found).isNotEmpty();
        assertThat(shape(without(found.get(0), "severity", "credential")))
                .isEqualTo(shape(get("findings").list("findings").get(0)));
    }
}
