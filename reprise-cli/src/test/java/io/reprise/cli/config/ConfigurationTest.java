package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.pace.Pace;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String URL = "http://127.0.0.1:9/v1";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void aFlagCountsBeforeTheEnvironmentThatBeforeTheFileAndThatBeforeTheDefault(Setting setting) {
        boolean isMode = setting == Setting.MODE;
        String flag = isMode ? "live" : "1";
        String variable = isMode ? "record" : "2";
        String ofFile = isMode ? "replay" : "3";
        Telling telling = new Telling(directory).upstream(URL);

        assertThat(telling.configuration().of(setting)).isEqualTo(new Chosen(setting.standard(), "default"));

        Optional<String> yaml = yaml(setting, ofFile);
        if (yaml.isPresent()) {
            boolean isPath = setting == Setting.RECORDINGS;
            Chosen chosen = telling.yaml(yaml.get()).configuration().of(setting);
            assertThat(chosen.text())
                    .isEqualTo(isPath ? directory.resolve(ofFile).toString() : ofFile);
            assertThat(chosen.origin()).startsWith(directory.resolve("reprise.yaml") + ":");
        }

        telling.variable(setting.variable(), variable);
        assertThat(telling.configuration().of(setting)).isEqualTo(new Chosen(variable, setting.variable()));

        if (!setting.flag().isEmpty()) {
            telling.flag(setting, flag);
            assertThat(telling.configuration().of(setting)).isEqualTo(new Chosen(flag, setting.flag()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyVariableSaysNothing(Setting setting) {
        Telling telling = new Telling(directory).upstream(URL).variable(setting.variable(), " ");

        assertThat(telling.configuration().of(setting).origin()).isEqualTo("default");
    }

    @Test
    void withoutAnUpstreamThereIsOnlyReplay() {
        Chosen mode = new Telling(directory).configuration().of(Setting.MODE);

        assertThat(mode).isEqualTo(new Chosen("replay", Configuration.NO_UPSTREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True"})
    void aBuildReplaysWhereNobodySaysOtherwise(String ci) {
        Telling telling = new Telling(directory).upstream(URL).variable("CI", ci);

        assertThat(telling.configuration().of(Setting.MODE)).isEqualTo(new Chosen("replay", Configuration.CI));

        telling.yaml("mode: live");
        assertThat(telling.configuration().mode()).isEqualTo(Mode.LIVE);

        telling.variable("REPRISE_MODE", "record");
        assertThat(telling.configuration().mode()).isEqualTo(Mode.RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "", "1"})
    void otherValuesOfCiSayNothing(String ci) {
        Telling telling = new Telling(directory).upstream(URL).variable("CI", ci);

        assertThat(telling.configuration().mode()).isEqualTo(Mode.RECORD_IF_MISSING);
    }

    @Test
    void aServerIsToldAllThatIsSaid() {
        ServerSettings settings = new Telling(directory)
                .flag(Setting.PORT, "0")
                .flag(Setting.PACE, "x2")
                .variable("REPRISE_UPSTREAM", "a=http://one/v1, b=http://two/v1")
                .yaml("""
                        mode: record
                        repeat: cycle
                        keep-errors: yes please
                        drain: 500ms
                        limits: {max-body: 1KiB, max-header: 2KB, max-recording: 3MB, cache: 0}
                        """.replace("yes please", "true"))
                .configuration()
                .serverSettings(Optional.of("secret"));

        assertThat(settings.listening())
                .isEqualTo(new ServerSettings.Listening(
                        "127.0.0.1",
                        0,
                        Optional.of("secret"),
                        new ServerSettings.Limits(1024, 2000, 3_000_000),
                        Duration.ofMillis(500)));
        assertThat(settings.mode()).isEqualTo(Mode.RECORD);
        assertThat(settings.keeping()).isEqualTo(new ServerSettings.Keeping(true, false));
        assertThat(settings.replaying().repeat()).isEqualTo(Repeat.CYCLE);
        assertThat(settings.replaying().manners().pace()).isEqualTo(Pace.parse("x2"));
        assertThat(settings.upstreams())
                .extracting(upstream -> upstream.name() + "=" + upstream.url())
                .containsExactly("a=http://one/v1", "b=http://two/v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PORT          | 65536  | --port: '65536' is not a port; it is 0 to 65535
                    PORT          | -1     | --port: '-1' is not a port; it is 0 to 65535
                    PORT          | http   | --port: 'http' is not a port; it is 0 to 65535
                    REPEAT        | never  | --repeat: 'never' does not say what to repeat; it is last, cycle or miss
                    DRAIN         | 5x     | --drain: '5x' is not a length of time; write 500ms, 10s or 2m
                    MAX_BODY      | lots   | --max-body: 'lots' is not a size; write 4096, 64KiB, 10MB or 1GiB
                    MAX_BODY      | 999999999999GiB | --max-body: '999999999999GiB' is too large
                    KEEP_CUT      | maybe  | --keep-cut: 'maybe' is neither true nor false
                    """)
    void aValueWithoutMeaningIsNamedWithItsOrigin(Setting setting, String text, String message) {
        Configuration configuration = new Telling(directory).flag(setting, text).configuration();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.serverSettings(Optional.empty()))
                .withMessage(message);
    }

    @Test
    void aTransportThatIsNoneIsNamedWithItsOrigin() {
        Configuration configuration =
                new Telling(directory).flag(Setting.TRANSPORT, "tcp").configuration();

        assertThatIllegalArgumentException()
                .isThrownBy(configuration::networking)
                .withMessage("--transport: there is no transport 'tcp'; there are auto, io_uring, epoll, nio");
    }

    @Test
    void aModeWithoutMeaningIsNamedAtOnce() {
        Telling telling = new Telling(directory).variable("REPRISE_MODE", "recrod");

        assertThatIllegalArgumentException()
                .isThrownBy(telling::configuration)
                .withMessage("REPRISE_MODE: 'recrod' is not a mode; the modes are live, record, replay,"
                        + " record-if-missing");
    }

    @Test
    void recordingsWithoutANameAreRefused() {
        Configuration configuration =
                new Telling(directory).flag(Setting.RECORDINGS, "").configuration();

        assertThatIllegalArgumentException()
                .isThrownBy(configuration::recordings)
                .withMessage("--recordings: '' does not name a directory");
    }

    @Test
    void flagsNameUpstreamsInThePlaceOfAllOthers() {
        Telling telling = new Telling(directory).yaml("upstreams: [http://file/v1]");
        assertThat(urls(telling)).containsExactly("http://file/v1");

        telling.variable("REPRISE_UPSTREAM", "http://environment/v1");
        assertThat(urls(telling)).containsExactly("http://environment/v1");

        telling.upstream("http://flag/v1");
        assertThat(urls(telling)).containsExactly("http://flag/v1");
    }

    @Test
    void severalUpstreamsAreToldApartByTheirHosts() {
        Configuration configuration = new Telling(directory)
                .upstream("https://api.example.com/v1")
                .upstream("http://localhost:11434/v1")
                .upstream("third=http://localhost:8000/v1")
                .configuration();

        assertThat(configuration.upstreams())
                .extracting(upstream -> upstream.name())
                .containsExactly("api.example.com", "localhost-11434", "third");
    }

    @Test
    void twoUpstreamsOfOneNameAreRefused() {
        Telling telling = new Telling(directory).upstream("a=http://one/v1").upstream("a=http://two/v1");

        assertThatIllegalArgumentException()
                .isThrownBy(telling::configuration)
                .withMessage("two upstreams are called 'a'; give each a name of its own: NAME=URL");
    }

    @Test
    void maskedRequestsHaveOneKeyBeforeAndAfterTheyAreKept() {
        String secret = "sk-" + "proj-" + "Zk3".repeat(16);
        String asked = "{\"messages\":[{\"role\":\"user\",\"content\":\"my key is " + secret + "\"}]}";
        Configuration masking = new Telling(directory).yaml("redact: mask").configuration();
        Request request = Request.post("/v1/chat/completions", asked);

        Request kept = masking.redaction().redaction().mask(request);

        assertThat(kept.body().toString()).doesNotContain(secret);
        assertThat(masking.rules().question(kept, TestId.NONE).key())
                .isEqualTo(masking.rules().question(request, TestId.NONE).key());
        Configuration refusing = new Telling(directory).yaml("redact: refuse").configuration();
        assertThat(refusing.rules().question(kept, TestId.NONE).key())
                .isNotEqualTo(refusing.rules().question(request, TestId.NONE).key());
    }

    private static List<String> urls(Telling telling) {
        return telling.configuration().upstreams().stream()
                .map(upstream -> upstream.url().toString())
                .toList();
    }

    /** Empty for what no file can say. */
    private static Optional<String> yaml(Setting setting, String text) {
        String label = setting.label();
        return Setting.ofMember(label)
                .map(known -> label.startsWith("limits.")
                        ? "limits:\n  " + label.substring("limits.".length()) + ": " + text + "\n"
                        : label + ": " + text + "\n");
    }
}
