package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.price.Tokens;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prot: 1             | 1 | 'prot' is not a setting; did you mean 'port'?
                    Port: 1             | 1 | 'Port' is not a setting; did you mean 'port'?
                    max_body: 1         | 1 | 'max_body' is a member of 'limits'; write 'limits:' and under it '  max-body: …'
                    limits.cache: 1     | 1 | 'limits.cache' is a member of 'limits'; write 'limits:' and under it '  cache: …'
                    limits: {port: 1}   | 1 | 'port' is not a setting here; write it at the beginning of a line
                    limits: {idle: 1s}  | 1 | 'idle' is a member of 'timeouts'
                    token: secret       | 1 | 'token' cannot be in this file, because files are committed; set REPRISE_TOKEN in the environment
                    upstream: http://a  | 1 | 'upstream' is not a setting; did you mean 'upstreams'?
                    keep_errors: true   | 1 | 'keep_errors' is not a setting; did you mean 'keep-errors'?
                    [a]: 1              | 1 | the name of a member must be a single value, not a list
                    mode: [live]        | 1 | 'mode' must be a single value, not a list
                    mode: {live: 1}     | 1 | 'mode' must be a single value, not members ('live: …')
                    port: 1; port: 2    | 2 | 'port' is given twice
                    mode: live; limits: 5 | 2 | 'limits' must have members, such as 'max-body: …', and is the number 5
                    timeouts: [1]       | 1 | 'timeouts' must have members, such as 'header: …', and is a list
                    limits: {cashe: 5}  | 1 | 'cashe' is not a setting; did you mean 'cache'?
                    rules: leave out $.a | 1 | 'rules' must be a list, not the text 'leave out $.a'; write each item on a line of its own, after '- '
                    rules: 5            | 1 | 'rules' must be a list, not the number 5;
                    rules: true         | 1 | 'rules' must be a list, not the boolean true;
                    rules: ''           | 1 | 'rules' must be a list, not the text '';
                    rules: {a: b}       | 1 | 'rules' must be a list, not members ('a: …');
                    rules: {}           | 1 | 'rules' must be a list, not '{}';
                    rules: ; - ~        | 2 | an item of 'rules' has no value; write one, or delete the line
                    paces: fast         | 1 | 'paces' must be a list, not the text 'fast';
                    faults: 0.5         | 1 | 'faults' must be a list, not the number 0.5;
                    upstreams: http://a | 1 | 'upstreams' must be a list, not the text 'http://a'; write each item on a line of its own, after '- '
                    upstreams: ; - ~    | 2 | an item of 'upstreams' has no value;
                    upstreams: ; - [a]  | 2 | an upstream must have members, such as 'name: …', and is a list
                    upstreams: ; - {url: [a]} | 2 | 'url' must be a single value, not a list
                    upstreams: ; - {url: "http://a", models: ""} | 2 | 'models' has an empty pattern
                    upstreams: ; - {url: "http://a", headers: {"b c": d}} | 2 | 'b c' cannot be the name of a header
                    rules: ; - leave $.a | 2 | 'leave $.a' is not a rule; rules read 'leave out PATH',
                    rules: ; - a: b     | 2 | an item of 'rules' must be a single value, not members ('a: …'); put a text that has a colon in quotes
                    upstreams: ; - name: a | 2 | an upstream needs a 'url', such as https://host/v1
                    upstreams: ; - foo  | 2 | 'foo' is not an upstream; give http://host[:port]/path or https://…
                    upstreams: ; - {url: "http://a b"} | 2 | 'http://a b' is not a URL: its character
                    upstreams: ; - {ulr: "http://a"} | 2 | 'ulr' is not a setting; did you mean 'url'?
                    faults: ; - cut,aftre=3 | 2 | 'cut,aftre=3': 'aftre' is unknown here
                    paces: ; - fast     | 2 | 'fast' is not a pace
                    never-keep: ; - pth: /v1/files/* | 2 | 'pth' is not a setting; did you mean 'path'?
                    never-keep: ; - path: [a] | 2 | 'path' must be a single value, not a list
                    never-keep: ; - pth=/v1 | 2 | never-keep: 'pth=/v1': 'pth' is unknown here
                    never-keep: ; - path: 'a"b' | 2 | the value of 'path' cannot have a double quote
                    ask-again: [GET, GTE] | 1 | ask-again: 'GTE' is not a method
                    redact: {credentials: [mask]} | 1 | 'credentials' must be a single value, not a list
                    redact: {credentials: no} | 1 | 'no' is neither refuse nor mask
                    prices: [5]         | 1 | an item of 'prices' must have members, such as 'model: …', and is the number 5
                    never-keep: {path: /v1} | 1 | 'never-keep' must be a text or a list, not members ('path: …'); write each item on a line of its own, after '- '
                    allow-origins: {a: b} | 1 | 'allow-origins' must be a text or a list, not members ('a: …');
                    fail-on: {miss: 1}  | 1 | 'fail-on' must be a text or a list, not members
                    redact: hide        | 1 | 'hide' is neither refuse nor mask
                    redact: [mask]      | 1 | 'redact' must be refuse, mask or members such as 'credentials: mask', not a list
                    redact: {patterns: a} | 1 | 'patterns' must be a list, not the text 'a';
                    redact: {patterns: ["("]} | 1 | '(' cannot be among 'patterns': '(' is not a regular expression: Unclosed group
                    redact: {members: [a]} | 1 | 'a' cannot be among 'members':
                    redact: {members: ["$.a[-1]"]} | 1 | '$.a[-1]' cannot be among 'members': it counts from the end of an array, which masks cannot do
                    drain: 5            | 1 | drain: '5' has no unit; write 5s for seconds, 5ms for milliseconds, or 5m for minutes
                    host: 5             | 1 | host: '5' is not an address to listen on;
                    host: "http://a"    | 1 | host: 'http://a' is not an address to listen on;
                    host: a:80          | 1 | host: 'a:80' is not an address to listen on;
                    recordings: "s3://b/c" | 1 | recordings: recordings cannot be at 's3:…': there is no store for this kind of URL; give a directory, such as ./recordings
                    mode: "live         | 1 | this is not YAML:
                    - a                 | 1 | 'reprise.yaml' must have members, such as 'host: …', and is a list
                    mode replay         | 1 | 'reprise.yaml' must have members, such as 'host: …', and is the text 'mode replay'
                    """)
    void whatHasNoMeaningIsNamedWithFileAndLine(String yaml, int line, String message) {
        GivenSettings given = new GivenSettings(directory).yaml(yaml.replace("; ", "\n"));

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageStartingWith(directory.resolve("reprise.yaml") + ":" + line + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a:;~b: 1             | 2 | a tab is not allowed here; indent with spaces
                    mode: live; port: 1  | 2 | a colon is not allowed here;
                    models: [*-preview]  | 1 | a text that begins with '*' must be in quotes
                    mode: @a             | 1 | a text cannot begin with this character; put the text in quotes
                    rules: - a           | 1 | a list item cannot begin here;
                    mode: a;rules: [a,;b | 2 | a bracket is opened and not closed
                    rules: [a;mode: live;port: 1;host: b | 1 | a bracket is opened and not closed
                    pace: {a             | 1 | a bracket is opened and not closed
                    host: 'abc           | 1 | a quote is opened and not closed
                    ---;mode: live;---;a | 3 | a second document begins here; delete the line '---'
                    """)
    void whatIsNotYamlIsSaidWithoutTheTermsOfAParser(String yaml, int line, String message) {
        String text = yaml.replace(";", "\n").replace('~', '\t') + "\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.parse(Path.of("reprise.yaml"), text))
                .withMessageStartingWith("reprise.yaml:" + line + ": this is not YAML: " + message);
    }

    @Test
    void twoUpstreamsOfOneNameAreNamedWithTheirLines() {
        GivenSettings given = new GivenSettings(directory)
                .yaml("upstreams:\n- {name: a, url: 'http://a'}\n- {name: a, url: 'http://b'}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage(directory.resolve("reprise.yaml") + ":3: an upstream of the name 'a' is already at "
                        + directory.resolve("reprise.yaml") + ":2; give this one another name");
    }

    @Test
    void anEmptyPathIsNone() {
        Configuration configuration =
                new GivenSettings(directory).yaml("tmp: ''\nca: ''\n").configuration();

        assertThat(configuration.of(Setting.TMP).text()).isEmpty();
        assertThat(configuration.of(Setting.CA).text()).isEmpty();
    }

    @Test
    void setsPrices() {
        Configuration configuration = new GivenSettings(directory).yaml("""
                prices:
                  - {model: my-*, input: 2.50, output: 10, from: 2026-01-31, above: 1000}
                  - {upstream: local, input: 0, output: 0}
                """).configuration();

        assertThat(configuration.answers().prices()).hasSize(2);
        assertThat(configuration
                        .prices()
                        .cost(new Tokens("openai-chat", "llama3", "local", new TokenUsage(5, 5)))
                        .amount())
                .contains(UsDollars.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {model: m}                         => a price needs a 'model', a 'family' or an 'upstream'
            {input: 1}                         => a price needs a 'model', a 'family' or an 'upstream'
            {model: m, input: -1}              => input: '-1' is not a price; give US dollars for a million tokens, such as 2.50
            {model: m, input: 1e99}            => input: '1e99' is not a price
            {model: m, input: free}            => input: 'free' is not a price
            {model: m, input: 1, from: May}    => from: 'May' is no day; write it as 2026-01-31
            {model: m, input: 1, above: many}  => above: 'many' is no number of tokens; write it as 200000
            {modell: m, input: 1}              => modell
            text                               => 'prices' must have members
            """)
    void namesWrongPrices(String price, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(new GivenSettings(directory).yaml("prices:\n  - " + price + "\n")::configuration)
                .withMessageContaining(message);
    }

    @Test
    void rulesForPaceAndFaultsAreLines() throws IOException {
        Configuration configuration = new GivenSettings(directory)
                .yaml("paces:\n- ttft=1s,tps=5; model=gpt-*\nfaults:\n- status=429; first=2\n- recut=1\n")
                .configuration();

        assertThat(configuration.answers())
                .isEqualTo(new AnswerRules(
                        List.of(PaceRule.parse("ttft=1s,tps=5; model=gpt-*")),
                        List.of(FaultRule.parse("status=429; first=2"), FaultRule.parse("recut=1")),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "mode:\n", "upstreams:\nrules:\nlimits:\n", "\ufeff# BOM\n"})
    void aFileThatSaysNothingChangesNothing(String yaml) {
        Configuration configuration = new GivenSettings(directory).yaml(yaml).configuration();

        assertThat(configuration.chosen())
                .isEqualTo(new GivenSettings(directory.resolve("elsewhere"))
                        .configuration()
                        .chosen());
    }

    @Test
    void aFileThatAFlagNamesMustExist() {
        GivenSettings given = new GivenSettings(directory).config("other.yaml");

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage(
                        "there is no configuration file '" + directory.resolve("other.yaml") + "'; correct --config");
    }

    @Test
    void recordingsAreRelativeToTheFile() {
        Configuration configuration = new GivenSettings(directory)
                .file("sub/other.yaml", "recordings: recorded")
                .config("sub/other.yaml")
                .configuration();

        assertThat(configuration.of(Setting.RECORDINGS).text())
                .isEqualTo(directory.resolve("sub/recorded").toString());
    }

    @Test
    void rulesAboutQuestionsAreLinesOrMembers() {
        Configuration configuration = new GivenSettings(directory).yaml("""
                        ask-again: [GET, 'POST,model=gpt-*', {path: /v1/polls/*, method: POST}]
                        never-keep:
                          - path: /v1/files/*
                          - model: "*-preview"
                            method: POST
                          - test=scratch/*
                        """).configuration();

        assertThat(configuration.of(Setting.ASK_AGAIN).text())
                .isEqualTo("GET; POST,model=gpt-*; path=\"/v1/polls/*\",method=\"POST\"");
        assertThat(configuration.of(Setting.NEVER_KEEP).text())
                .isEqualTo("path=\"/v1/files/*\"; model=\"*-preview\",method=\"POST\"; test=scratch/*");
        assertThat(configuration
                        .serverSettings(Optional.empty(), Optional.empty())
                        .keeping()
                        .asking()
                        .neverKeep()
                        .rules())
                .hasSize(3);
    }

    @Test
    void aUrlOfRecordingsIsRelativeToNothing() {
        Configuration configuration = new GivenSettings(directory)
                .yaml("recordings: elsewhere://host/database")
                .configuration();

        assertThat(configuration.of(Setting.RECORDINGS).text()).isEqualTo("elsewhere://host/database");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PORT       | port: 70000                  | 1 | '70000' is not a port; write a number from 1 to 65535, or 0 for a free port
                    PACE       | pace: fast                   | 1 | 'fast' is not a pace
                    KEEP_CUT   | keep-cut: maybe              | 1 | 'maybe' is neither true nor false
                    TRANSPORT  | transport: tcp               | 1 | there is no transport 'tcp'
                    MAX_HEADER | limits: ; max-header: 3GiB   | 2 | '3GiB' is too large
                    RECORDINGS | recordings: ''               | 1 | '' does not name a directory
                    """)
    void aWrongValueIsNamedAlsoWhereAnotherCounts(Setting setting, String yaml, int line, String message) {
        GivenSettings given =
                new GivenSettings(directory).flag(setting, setting.standard()).yaml(yaml.replace("; ", "\n  "));

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageStartingWith(
                        directory.resolve("reprise.yaml") + ":" + line + ": " + setting.label() + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstreams: ; - ftp://a         | 'ftp://a' is not an upstream
                    upstreams: ; - url: ftp://a    | 'ftp://a' is not an upstream
                    upstreams: ; - {url: "http://a", proxy: "x://b"} | 'x://b' is not a proxy
                    upstreams: ; - {url: "http://a", auth: none-such} | 'none-such' is not a way to sign requests
                    """)
    void aWrongUpstreamIsNamedAlsoWhereAnotherCounts(String yaml, String message) {
        GivenSettings given =
                new GivenSettings(directory).upstream("http://b/v1").yaml(yaml.replace("; ", "\n"));

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessageStartingWith(directory.resolve("reprise.yaml") + ":2: " + message);
    }

    @Test
    void anUpstreamThatDoesNotCountNeedsNoVariables() {
        Configuration configuration = new GivenSettings(directory)
                .upstream("http://b/v1")
                .yaml("upstreams:\n- {url: 'http://${NONE}', headers: {A: '${NONE}'}}\n")
                .configuration();

        assertThat(configuration.upstreams()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "{? ", "[a, {b: "})
    void aFileThatIsNestedWithoutEndIsRefused(String open) {
        String yaml = "mode: replay\npace: " + open.repeat(20_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.parse(Path.of("reprise.yaml"), yaml))
                .withMessage("reprise.yaml:2: this is nested deeper than 50 levels");
    }

    @Test
    void aFileWhoseAliasesGrowWithoutEndIsRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9) + "x"));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.parse(Path.of("reprise.yaml"), yaml.toString()))
                .withMessageStartingWith("reprise.yaml: this is not YAML: it has too many aliases");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.parse(Path.of("reprise.yaml"), "rules: &r\n  - *r\n"))
                .withMessageStartingWith("reprise.yaml:");
    }

    @Test
    void aHugeFileIsRefused() {
        String yaml = "pace: " + "x".repeat(4 << 20);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.parse(Path.of("reprise.yaml"), yaml))
                .withMessageStartingWith("reprise.yaml: this is not YAML: ");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Files.write(directory.resolve("reprise.yaml"), new byte[] {'#', (byte) 0xff});
        GivenSettings given = new GivenSettings(directory);

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("'" + directory.resolve("reprise.yaml") + "' is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void headersOfUpstreamsTakeKeysFromTheEnvironment() {
        GivenSettings given = new GivenSettings(directory).yaml("""
                        upstreams:
                          - name: hosted
                            url: https://${API_HOST:-api.example.com}/v1
                            models: hosted-*
                            headers:
                              Authorization: Bearer ${API_KEY}
                        """);

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage(directory.resolve("reprise.yaml") + ":2: the environment variable 'API_KEY' is not set;"
                        + " set it, or write ${API_KEY:-} for none");

        Configuration configuration = given.variable("API_KEY", "secret").configuration();
        assertThat(configuration.upstreams()).singleElement().satisfies(upstream -> {
            assertThat(upstream.url()).hasToString("https://api.example.com/v1");
            assertThat(upstream.models()).containsExactly("hosted-*");
            assertThat(upstream.headers()).isEqualTo(Headers.of("Authorization", "Bearer secret"));
        });
    }

    @Test
    void replayNeedsNoKeys() {
        Configuration configuration = new GivenSettings(directory)
                .variable("CI", "true")
                .yaml("upstreams:\n  - {url: 'http://a/v1', headers: {Authorization: 'Bearer ${API_KEY}'}}\n")
                .configuration();

        assertThat(configuration.upstreams())
                .singleElement()
                .satisfies(upstream -> assertThat(upstream.headers()).isEqualTo(Headers.NONE));
    }

    @Test
    void redactionSaysWhatElseIsACredential() {
        RedactionSettings redaction = new GivenSettings(directory)
                .yaml("redact: {credentials: mask, patterns: ['tok-[0-9]+'], allow: ['^sk-demo'], members: ['$.user']}")
                .configuration()
                .redaction();

        assertThat(redaction.policy()).isEqualTo(Policy.MASK);
        assertThat(redaction.patterns()).hasToString("[tok-[0-9]+]");
        assertThat(redaction.allowed()).hasToString("[^sk-demo]");
        assertThat(redaction.members()).hasToString("[$.user]");
    }
}
