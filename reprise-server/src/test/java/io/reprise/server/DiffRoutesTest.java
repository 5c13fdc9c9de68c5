package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences between revisions of git, and between tests. */
class DiffRoutesTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Path recordings = Path.of("");
    private Store store;

    @BeforeEach
    void open() throws Exception {
        recordings = Files.createDirectory(directory.resolve("recordings"));
        store = fixture.closing(new DirectoryStore(recordings, KeyRules.NONE));
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private String keep(String test, String asked, String answered) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + asked + "\"}],\"stream\":true}";
        Question question = KeyRules.NONE.question(ServerFixture.request(body), new TestId(test));
        String event = "{\"choices\":[{\"delta\":{\"content\":\"" + answered + "\"}}]}";
        return store.append(question, "", new Exchange(question.request(), ServerFixture.stream(20, event, "[DONE]")))
                .location();
    }

    private void change(String location, String from, String to) throws Exception {
        Path file = recordings.resolve(location);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com"));
        command.addAll(Arrays.asList(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        git.getOutputStream().close();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
    }

    private void commit() throws Exception {
        git("init", "-q");
        git("add", ".");
        git("commit", "-q", "-m", "first");
    }

    private static Json get(RepriseServer server, int status, String... parameters) throws Exception {
        StringBuilder path = new StringBuilder("/__reprise/diff?");
        for (int i = 0; i < parameters.length; i += 2) {
            path.append(i == 0 ? "" : "&")
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(ServerFixture.url(server).resolve(path.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parse(answer.body());
    }

    @Test
    void comparesARecordingWithWhatItWas() throws Exception {
        String location = keep("t", "weather?", "sunny");
        commit();
        change(location, "sunny", "rainy");

        Json difference = get(serve(), 200, "a", location, "b", location, "a_revision", "HEAD");

        assertThat(difference.text("verdict")).isEqualTo("1 word differs");
        assertThat(difference.list("words").get(0).list("pieces").stream()
                        .map(piece -> piece.text("what") + " " + piece.text("text")))
                .containsExactly("deleted sunny", "inserted rainy");
    }

    @Test
    void takesBeginningsOfKeys() throws Exception {
        String one = keep("t", "weather?", "sunny");
        String other = keep("t", "name?", "Bo");
        String again = keep("t", "weather?", "rainy");
        RepriseServer server = serve();
        String key = key(one);

        Json difference = get(server, 200, "a", key.substring(0, 8), "b", key(other));

        assertThat(difference.toString())
                .isEqualTo(get(server, 200, "a", one, "b", other).toString());
        assertThat(key(again)).isEqualTo(key);
        assertThat(get(server, 404, "a", "0".repeat(64), "b", one).toString())
                .contains("there is no recording '" + "0".repeat(64) + "'");
    }

    @Test
    void namesRecordingsWhoseKeysBeginAlike() throws Exception {
        List<String> locations = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            locations.add(keep("t", "number " + i, "x"));
        }
        RepriseServer server = serve();
        String digit = locations.stream()
                .map(location -> key(location).substring(0, 1))
                .collect(Collectors.groupingBy(first -> first, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .findFirst()
                .orElseThrow()
                .getKey();

        assertThat(get(server, 400, "a", digit, "b", locations.get(0)).toString())
                .contains("'" + digit + "' stands for several recordings: [");
    }

    private String key(String location) {
        return store.at(location).orElseThrow().question().key().hex();
    }

    @Test
    void comparesAllRecordingsWithWhatTheyWere() throws Exception {
        String location = keep("t", "weather?", "sunny");
        keep("t", "name?", "Bo");
        commit();
        change(location, "sunny", "rainy");
        String added = keep("t", "age?", "7");
        RepriseServer server = serve();

        Json difference = get(server, 200, "a_revision", "HEAD");

        assertThat(difference.text("verdict")).isEqualTo("1 changed, 1 only in B, 1 the same");
        assertThat(difference.list("changed").get(0).text("location_a")).isEqualTo(location);
        assertThat(difference.list("only_b")).containsExactly(new Json.JsonString(added));
        assertThat(get(server, 200, "a_revision", "HEAD", "b_revision", "HEAD").text("verdict"))
                .isEqualTo("2 the same");
    }

    @Test
    void comparesTwoTests() throws Exception {
        keep("short", "weather?", "sunny");
        keep("short", "name, in a word?", "Bo");
        keep("long", "weather?", "cloudy");
        keep("long", "name, in a sentence?", "Bo");
        String more = keep("other", "x", "y");
        RepriseServer server = serve();

        Json difference = get(server, 200, "a_test", "short", "b_test", "long");

        assertThat(difference.text("verdict")).isEqualTo("2 changed, 0 the same");
        assertThat(difference.list("changed").stream().map(each -> each.text("verdict")))
                .containsExactlyInAnyOrder("1 word differs", "the request differs in 1 place");
        assertThat(difference.toString()).doesNotContain(more);
        assertThat(get(server, 404, "a_test", "short", "b_test", "none").text("error"))
                .isEqualTo("the test 'none' has no recordings; 'GET /__reprise/tests' lists the tests");
    }

    @Test
    void keepsAnswersSmallWhereMuchDiffers() throws Exception {
        for (int i = 0; i < 3; i++) {
            keep("short", "question " + i, "yes");
            keep("long", "question " + i, "no");
        }

        Json difference = get(serve(), 200, "a_test", "short", "b_test", "long", "limit", "1");

        assertThat(difference.text("verdict")).isEqualTo("3 changed, 0 the same");
        assertThat(difference.list("changed").stream()
                        .filter(each ->
                                !each.get("difference").orElse(Json.NULL).equals(Json.NULL)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output=x",
                "-h",
                "HEAD:../other",
                ":/first",
                "HEAD\n",
                "HEAD HEAD",
                "$(id)",
                "\u202eHEAD",
                "a\u0000b"
            })
    void runsNoGitForWhatIsNoRevision(String revision) throws Exception {
        String location = keep("t", "weather?", "sunny");
        commit();

        assertThat(get(serve(), 400, "a", location, "a_revision", revision).text("error"))
                .endsWith("is not a revision of git, such as HEAD, main or a1b2c3d");
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        String location = keep("t", "weather?", "sunny");
        RepriseServer server = serve();

        assertThat(get(server, 422, "a_revision", "HEAD").text("error"))
                .startsWith("git knows no revision 'HEAD' of '");
        commit();
        assertThat(get(server, 422, "a_revision", "nonsense").text("error"))
                .startsWith("git knows no revision 'nonsense' of '");
        assertThat(get(server, 404, "a", "../../etc/passwd", "a_revision", "HEAD", "b", location)
                        .text("error"))
                .isEqualTo(
                        "there is no recording '../../etc/passwd' in revision 'HEAD'; 'GET /__reprise/recordings' lists the locations");
        assertThat(get(server, 400, "a_test", "t", "b_test", "u", "a", location).text("error"))
                .isEqualTo("'a_test' and 'b_test' must be given together, without other parameters to compare");
        assertThat(get(server, 400, "a_test", "t").text("error")).isEqualTo("the parameter 'b_test' is missing");
        assertThat(get(server, 400, "a_test", "t", "b_test", "t").text("error"))
                .isEqualTo("the two tests are the same; name another one");
        assertThat(get(server, 400, "a", location).text("error")).isEqualTo("the parameter 'b' is missing");
    }
}
