package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.ServerSettings;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.access.AllowedOrigin;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.http.Endpoint;
import io.reprise.server.http.Limits;
import io.reprise.server.http.Listening;
import io.reprise.server.recording.AgeSettings;
import io.reprise.server.recording.KeepSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @Test
    void aTildeIsTheHomeDirectoryAndNeverANameOfADirectory() {
        Path home = Path.of(System.getProperty("user.home"));
        GivenSettings ofFile = new GivenSettings(directory).yaml("recordings: ~/x\ntmp: ~/y\n");
        GivenSettings ofFlag = new GivenSettings(directory).flag(Setting.RECORDINGS, "~");

        assertThat(RecordingsLocation.of(ofFile.configuration(), directory).path())
                .isEqualTo(home.resolve("x"));
        assertThat(ofFile.configuration().memory().directory()).isEqualTo(home.resolve("y"));
        assertThat(RecordingsLocation.of(ofFlag.configuration(), directory).path())
                .isEqualTo(home);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GivenSettings(directory)
                        .yaml("recordings: ~somebody/x\n")
                        .configuration())
                .withMessageEndingWith(
                        ":1: recordings: '~somebody/x' begins with '~', and only '~/' is known, for your own home"
                                + " directory; write the whole path, or './~somebody/x' if this is its name");
    }

    private static final String URL = "http://127.0.0.1:9/v1";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void aFlagCountsBeforeTheEnvironmentThatBeforeTheFileAndThatBeforeTheDefault(Setting setting) {
        String flag = values(setting).get(0);
        String variable = values(setting).get(1);
        String ofFile = values(setting).get(2);
        GivenSettings given = new GivenSettings(directory).upstream(URL);

        assertThat(given.configuration().of(setting)).isEqualTo(new ChosenValue(setting.standard(), "default"));

        Optional<String> yaml = yaml(setting, ofFile);
        if (yaml.isPresent()) {
            boolean isPath = setting.isPath();
            ChosenValue chosen = given.yaml(yaml.get()).configuration().of(setting);
            assertThat(chosen.text())
                    .isEqualTo(isPath ? directory.resolve(ofFile).toString() : ofFile);
            assertThat(chosen.origin()).startsWith(directory.resolve("reprise.yaml") + ":");
        }

        given.variable(setting.variable(), variable);
        assertThat(given.configuration().of(setting)).isEqualTo(new ChosenValue(variable, setting.variable()));

        if (!setting.flag().isEmpty()) {
            given.flag(setting, flag);
            assertThat(given.configuration().of(setting)).isEqualTo(new ChosenValue(flag, setting.flag()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyVariableSaysNothing(Setting setting) {
        GivenSettings given = new GivenSettings(directory).upstream(URL).variable(setting.variable(), " ");

        assertThat(given.configuration().of(setting).origin()).isEqualTo("default");
    }

    @Test
    void withoutAnUpstreamThereIsOnlyReplay() {
        ChosenValue mode = new GivenSettings(directory).configuration().of(Setting.MODE);

        assertThat(mode).isEqualTo(new ChosenValue("replay", Configuration.NO_UPSTREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True", "1", "woodpecker"})
    void aBuildReplaysWhereNobodySaysOtherwise(String ci) {
        GivenSettings given = new GivenSettings(directory).upstream(URL).variable("CI", ci);

        assertThat(given.configuration().of(Setting.MODE)).isEqualTo(new ChosenValue("replay", "CI=" + ci));

        given.yaml("mode: live");
        assertThat(given.configuration().mode()).isEqualTo(Mode.LIVE);

        given.variable("REPRISE_MODE", "record");
        assertThat(given.configuration().mode()).isEqualTo(Mode.RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "", " ", "0"})
    void otherValuesOfCiSayNothing(String ci) {
        GivenSettings given = new GivenSettings(directory).upstream(URL).variable("CI", ci);

        assertThat(given.configuration().mode()).isEqualTo(Mode.RECORD_IF_MISSING);
    }

    @Test
    void aServerIsToldAllThatIsSaid() {
        ServerSettings settings = new GivenSettings(directory)
                .flag(Setting.PORT, "0")
                .flag(Setting.PACE, "x2")
                .variable("REPRISE_UPSTREAM", "a=http://one/v1, b=http://two/v1")
                .yaml("""
                        mode: record
                        repeat: cycle
                        allow-origins: [https://app.example.com]
                        keep-errors: yes please
                        drain: 500ms
                        limits: {max-body: 1KiB, max-header: 2KB, max-recording: 3MB, cache: 0}
                        """.replace("yes please", "true"))
                .configuration()
                .serverSettings(Optional.of("secret"), Optional.empty());

        assertThat(settings.listening())
                .isEqualTo(new Listening(
                        new Endpoint("127.0.0.1", 0, Optional.empty()),
                        new AccessSettings(
                                Optional.of("secret"), List.of(new AllowedOrigin("https://app.example.com"))),
                        new Limits(1024, 2000, 3_000_000),
                        ClientTimeouts.DEFAULT,
                        Duration.ofMillis(500)));
        assertThat(settings.mode()).isEqualTo(Mode.RECORD);
        assertThat(settings.keeping()).isEqualTo(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        assertThat(settings.replaying().repeat()).isEqualTo(Repeat.CYCLE);
        assertThat(settings.replaying().pace()).isEqualTo(Pace.parse("x2"));
        assertThat(settings.upstreams())
                .extracting(upstream -> upstream.name() + "=" + upstream.url())
                .containsExactly("a=http://one/v1", "b=http://two/v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PORT          | 65536  | --port: '65536' is not a port; write a number from 1 to 65535, or 0 for a free port
                    PORT          | -1     | --port: '-1' is not a port; write a number from 1 to 65535, or 0 for a free port
                    PORT          | http   | --port: 'http' is not a port; write a number from 1 to 65535, or 0 for a free port
                    ALLOW_ORIGINS | a.example | --allow-origin: 'a.example' is not the origin of a page; write https://host, http://host:port, https://*.host, http://host:*, null or *
                    REPEAT        | never  | --repeat: 'never' is not a value of repeat; the values are last, cycle and miss
                    DRAIN         | 5x     | --drain: '5x' is not a length of time; write 500ms, 10s, 2m or 1h
                    MAX_BODY      | lots   | --max-body: 'lots' is not a size; write 4096, 64KiB, 10MB or 1GiB
                    MAX_BODY      | 999999999999GiB | --max-body: '999999999999GiB' is too large
                    ASK_AGAIN     | GTE    | --ask-again: 'GTE' is not a method. Write none, all, or methods such as GET,HEAD; path=… and model=… limit them
                    SHARE_CALLS   | some   | --share-calls: 'some' is neither true nor false
                    NEVER_KEEP    | pth=/a | --never-keep: 'pth=/a': 'pth' is unknown here; the names are method, family, path, model, test, key. Write path=…, model=… or the like, with * for anything
                    MAX_AGE       | 30     | --max-age: '30' has no unit; write 30d for days, or off
                    MAX_AGE       | 12h    | --max-age: '12h' is not an age; write 30d for days, 4w for weeks, 1y for a year, or off
                    ON_EXPIRED    | delete | --on-expired: 'delete' is not one of warn, fail, record
                    KEEP_CUT      | maybe  | --keep-cut: 'maybe' is neither true nor false
                    """)
    void aValueWithoutMeaningIsNamedWithItsOrigin(Setting setting, String text, String message) {
        GivenSettings given = new GivenSettings(directory).flag(setting, text);

        assertThatIllegalArgumentException().isThrownBy(given::configuration).withMessage(message);
    }

    @Test
    void recordingsThatMayExpireSayTheirDay() {
        AgeSettings none = new GivenSettings(directory).configuration().ages();
        AgeSettings limited = new GivenSettings(directory)
                .yaml("max-age: 4w\non-expired: record\n")
                .configuration()
                .ages();

        assertThat(none).isEqualTo(AgeSettings.DEFAULT);
        assertThat(none.dating().isForAll()).isFalse();
        assertThat(limited).isEqualTo(new AgeSettings(false, Optional.of(new MaxAge(28)), OnExpired.RECORD));
        assertThat(limited.dating().isForAll()).isTrue();
    }

    @Test
    void aTransportThatIsNoneIsNamedWithItsOrigin() {
        GivenSettings given = new GivenSettings(directory).flag(Setting.TRANSPORT, "tcp");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("--transport: there is no transport 'tcp'; there are auto, io_uring, epoll, nio");
    }

    @Test
    void aWrongVariableIsNamedAlsoWhereAFlagCounts() {
        GivenSettings given =
                new GivenSettings(directory).flag(Setting.DRAIN, "5s").variable("REPRISE_DRAIN", "5");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("REPRISE_DRAIN: '5' has no unit; write 5s for seconds, 5ms for milliseconds, or 5m for"
                        + " minutes");
    }

    @Test
    void aWrongUpstreamOfTheEnvironmentIsNamedAlsoWhereAFlagCounts() {
        GivenSettings given = new GivenSettings(directory).upstream(URL).variable("REPRISE_UPSTREAM", "ftp://a");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageStartingWith("REPRISE_UPSTREAM: 'ftp://a' is not an upstream");
    }

    @Test
    void aModeWithoutMeaningIsNamedAtOnce() {
        GivenSettings given = new GivenSettings(directory).variable("REPRISE_MODE", "recrod");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("REPRISE_MODE: 'recrod' is not a mode; the modes are live, record, replay,"
                        + " record-if-missing");
    }

    @Test
    void flagsNameUpstreamsInThePlaceOfAllOthers() {
        GivenSettings given = new GivenSettings(directory).yaml("upstreams: [http://file/v1]");
        assertThat(urls(given)).containsExactly("http://file/v1");

        given.variable("REPRISE_UPSTREAM", "http://environment/v1");
        assertThat(urls(given)).containsExactly("http://environment/v1");

        given.upstream("http://flag/v1");
        assertThat(urls(given)).containsExactly("http://flag/v1");
    }

    @Test
    void severalUpstreamsAreToldApartByTheirHosts() {
        Configuration configuration = new GivenSettings(directory)
                .upstream("https://api.example.com/v1")
                .upstream("http://localhost:11434/v1")
                .upstream("third=http://localhost:8000/v1")
                .configuration();

        assertThat(configuration.upstreams())
                .extracting(upstream -> upstream.name())
                .containsExactly("api.example.com", "localhost:11434", "third");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://LocalHost:11434/v1 https://api.example.com/v1 | localhost api.example.com",
                "http://127.0.0.1:1/v1 http://127.0.0.1:2/v1 | 127.0.0.1:1 127.0.0.1:2",
                "https://h/v1 https://h:8443 | h:443 h:8443",
                "h=http://other https://h/v1 | h h:443",
                "http://[::1]:1 http://[::1]:2 | ::1:1 ::1:2",
                "http://localhost:11434/v1 | ''",
            })
    void namesAreAsShortAsTheyCanBe(String urls, String names) {
        GivenSettings given = new GivenSettings(directory);
        for (String url : urls.split(" ", -1)) {
            given.upstream(url);
        }

        assertThat(given.configuration().upstreams().stream()
                        .map(upstream -> upstream.name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(names);
    }

    @Test
    void upstreamsOfOneHostWithOtherPathsNeedNames() {
        GivenSettings given =
                new GivenSettings(directory).upstream("https://h/v1").upstream("https://h/v2");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("two upstreams are called 'h:443'; give each a name of its own: NAME=URL");
    }

    @Test
    void twoUpstreamsOfOneNameAreRefused() {
        GivenSettings given =
                new GivenSettings(directory).upstream("a=http://one/v1").upstream("a=http://two/v1");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("two upstreams are called 'a'; give each a name of its own: NAME=URL");
    }

    @Test
    void maskedRequestsHaveOneKeyBeforeAndAfterTheyAreKept() {
        String secret = "sk-" + "proj-" + "Zk3".repeat(16);
        String asked = "{\"messages\":[{\"role\":\"user\",\"content\":\"my key is " + secret + "\"}]}";
        Configuration masking =
                new GivenSettings(directory).yaml("redact: mask").configuration();
        Request request = Request.post("/v1/chat/completions", asked);

        Request kept = masking.redact().mask(request);

        assertThat(kept.body().toString()).doesNotContain(secret);
        assertThat(masking.rules().question(kept, TestId.NONE).key())
                .isEqualTo(masking.rules().question(request, TestId.NONE).key());
        Configuration refusing =
                new GivenSettings(directory).yaml("redact: refuse").configuration();
        assertThat(refusing.rules().question(kept, TestId.NONE).key())
                .isNotEqualTo(refusing.rules().question(request, TestId.NONE).key());
    }

    private static List<String> urls(GivenSettings given) {
        return given.configuration().upstreams().stream()
                .map(upstream -> upstream.url().toString())
                .toList();
    }

    private static List<String> values(Setting setting) {
        return switch (setting) {
            case ALLOW_ORIGINS -> List.of("*", "null", "https://a.example");
            case TLS -> List.of("self-signed", "off", "self-signed");
            case MODE -> List.of("live", "record", "replay");
            case REPEAT -> List.of("cycle", "miss", "last");
            case PACE -> List.of("recorded", "x2", "flushed");
            case TRANSPORT -> List.of("nio", "epoll", "io_uring");
            case TELEMETRY -> List.of("otlp", "off", "otlp");
            case LOG -> List.of("json", "text", "json");
            case FAIL_ON -> List.of("miss", "unused", "live");
            case NEVER_KEEP -> List.of("path=/v1/files/*", "model=a", "method=GET; test=b");
            case ASK_AGAIN -> List.of("none", "all", "GET; POST,model=gpt-*");
            case MAX_AGE -> List.of("30d", "4w", "off");
            case ON_EXPIRED -> List.of("fail", "record", "warn");
            case FRESH_IDS, KEEP_ERRORS, KEEP_CUT, SHARE_CALLS, DATES, MCP_WRITE -> List.of("true", "false", "true");
            case MEMORY -> List.of("20%", "64MiB", "1GiB");
            case ADVERTISE -> List.of("http://a:1", "https://b:2", "http://c:3");
            case HOST -> List.of("127.0.0.1", "::1", "localhost");
            case DRAIN, READ_ON -> List.of("1s", "2m", "300ms");
            default -> setting.label().startsWith("timeouts.") ? List.of("off", "2m", "1h") : List.of("1", "2", "3");
        };
    }

    /** Empty for what no file can say. */
    private static Optional<String> yaml(Setting setting, String text) {
        String label = setting.label();
        return Setting.ofMember(label).map(known -> label.replace(".", ":\n  ") + ": " + text + "\n");
    }
}
