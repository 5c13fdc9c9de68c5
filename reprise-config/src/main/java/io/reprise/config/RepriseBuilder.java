package io.reprise.config;

import io.reprise.core.key.KeyRule;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.plan.Repeat;
import io.reprise.core.redact.Redaction;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.core.store.StoreException;
import io.reprise.server.ServerParts;
import io.reprise.server.http.ListenException;
import io.reprise.server.report.Detail;
import io.reprise.server.upstream.Upstream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a server that is to run in this process.
 *
 * <p>What is not said here comes from environment variables, from {@code reprise.yaml} of the working directory and from
 * defaults, as docs/configuration.md describes. Only where the server listens and which token it asks for is not taken from
 * there: it listens on a free port of 127.0.0.1, in clear text, and asks for no token. Methods throw {@link IllegalArgumentException} for what has no meaning;
 * the message shows it and says what would have one.
 */
public final class RepriseBuilder {
    private static final String ORIGIN = "Reprise.builder()";

    private final Map<Setting, ChosenValue> given = new EnumMap<>(Setting.class);
    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<KeyRule> keyRules = new ArrayList<>();
    private final List<PaceRule> paceRules = new ArrayList<>();
    private final List<FaultRule> faultRules = new ArrayList<>();
    private Optional<Redaction.Policy> credentials = Optional.empty();
    private Optional<Path> file = Optional.empty();
    private Map<String, String> environment = System.getenv();
    private Path workingDirectory = Path.of("");
    private PrintStream log = System.err;
    private Detail detail = Detail.REQUESTS;
    private Optional<String> recordCommand = Optional.empty();

    RepriseBuilder() {
        port(0);
        host(Setting.HOST.standard());
        token("");
        set(Setting.TLS, Setting.TLS.standard());
        set(Setting.TLS_CERT, "");
        set(Setting.TLS_KEY, "");
    }

    /** The directory of the recordings, which need not exist. Default: {@code recordings} in the working directory. */
    public RepriseBuilder recordings(Path directory) {
        return recordings(directory.toString());
    }

    /** Where the recordings are: a directory, or the URL of a store that is on the class path, such as a database. */
    public RepriseBuilder recordings(String location) {
        return set(Setting.RECORDINGS, location);
    }

    /**
     * Adds a real API to ask.
     *
     * @param text {@code [NAME=]URL}, such as {@code https://api.example.com/v1}; where there are several, each has a
     *     name, its own or made of host and port
     */
    public RepriseBuilder upstream(String text) {
        return upstream(Upstream.parse(text));
    }

    /** Adds a real API to ask. */
    public RepriseBuilder upstream(Upstream upstream) {
        upstreams.add(upstream);
        return this;
    }

    /** Default: {@code record-if-missing}, and {@code replay} where no upstream is known or {@code CI} is set. */
    public RepriseBuilder mode(Mode mode) {
        return set(Setting.MODE, mode.toString());
    }

    /** An address of this machine. Default: 127.0.0.1. If others can ask, a token is made up where none is given. */
    public RepriseBuilder host(String host) {
        return set(Setting.HOST, host);
    }

    /** @param port 1 to 65535, or 0 for a free one, which is the default */
    public RepriseBuilder port(int port) {
        return set(Setting.PORT, Integer.toString(port));
    }

    /** What each request must bring as API key or in the header {@code X-Reprise-Token}; empty for the default. */
    public RepriseBuilder token(String token) {
        return set(Setting.TOKEN, token);
    }

    /** The URL under which other servers of the same database reach this one, such as {@code http://10.0.0.5:8000}; see docs/postgresql.md. */
    public RepriseBuilder advertise(String url) {
        return set(Setting.ADVERTISE, url);
    }

    /** Speaks TLS, too, with a certificate made for this machine; {@link Reprise#certificate()} has what clients must trust. */
    public RepriseBuilder selfSignedTls() {
        return set(Setting.TLS, "self-signed");
    }

    /** Speaks TLS, too, with this certificate and key, which are PEM files. */
    public RepriseBuilder tls(Path certificates, Path key) {
        set(Setting.TLS_CERT, certificates.toString());
        return set(Setting.TLS_KEY, key.toString());
    }

    /** Trusts the certificate authorities of a PEM file for upstreams, besides those that Java trusts. */
    public RepriseBuilder ca(Path certificates) {
        return set(Setting.CA, certificates.toString());
    }

    /**
     * Lets web pages of these origins use the server, besides those of this machine. Replaces earlier ones.
     *
     * @param origins such as {@code https://app.example.com} or {@code https://*.example.com}; see docs/browsers.md
     */
    public RepriseBuilder allowOrigins(String... origins) {
        return set(Setting.ALLOW_ORIGINS, String.join(" ", origins));
    }

    /**
     * When the chunks of a replayed stream are sent.
     *
     * @param pace such as {@code instant} (the default), {@code recorded}, {@code x2} or {@code ttft=300ms,tps=50}; see
     *     docs/pace.md
     */
    public RepriseBuilder pace(String pace) {
        return set(Setting.PACE, pace);
    }

    /** What answers when all occurrences were given. Default: {@link Repeat#LAST}. */
    public RepriseBuilder repeat(Repeat repeat) {
        return set(Setting.REPEAT, repeat.toString());
    }

    /** Whether each replay has new ids and current times. Default: false. */
    public RepriseBuilder freshIds(boolean areFresh) {
        return set(Setting.FRESH_IDS, Boolean.toString(areFresh));
    }

    /**
     * Which questions are asked of the upstream again in the run that recorded them first. Default: {@code GET,HEAD}.
     *
     * @param rules such as {@code GET,HEAD; POST,path=/v1/chat/*}, {@code all} or {@code none}; see docs/polling.md
     */
    public RepriseBuilder askAgain(String rules) {
        return set(Setting.ASK_AGAIN, rules);
    }

    /** Whether identical requests at the same time are one upstream call. Default: true. */
    public RepriseBuilder shareCalls(boolean areShared) {
        return set(Setting.SHARE_CALLS, Boolean.toString(areShared));
    }

    /**
     * What is never recorded, whatever the mode; replaces what the file says.
     *
     * @param rules each such as {@code path=/v1/files/*} or {@code model=*-preview,method=POST}; see docs/recording.md
     */
    public RepriseBuilder neverKeep(String... rules) {
        return set(Setting.NEVER_KEEP, String.join("; ", rules));
    }

    /**
     * How old recordings may become; from now on, new ones say their day. Default: as old as they like.
     *
     * @param age such as {@code 30d} or {@code 4w}; {@code off} for the default
     */
    public RepriseBuilder maxAge(String age) {
        return set(Setting.MAX_AGE, age);
    }

    /** What happens to a request whose recording is older. Default: {@link OnExpired#WARN}. */
    public RepriseBuilder onExpired(OnExpired action) {
        return set(Setting.ON_EXPIRED, action.toString());
    }

    /** Whether new recordings say on which day they were made, also where they may become as old as they like. Default: false. */
    public RepriseBuilder dates(boolean areWritten) {
        return set(Setting.DATES, Boolean.toString(areWritten));
    }

    /**
     * Where what becomes of requests is exported to. Default: nowhere.
     *
     * @param protocol {@code otlp}, which needs the dependency {@code io.reprise:reprise-otel}, or {@code off}; see docs/telemetry.md
     */
    public RepriseBuilder telemetry(String protocol) {
        return set(Setting.TELEMETRY, protocol);
    }

    /** How long running answers may go on after {@link Reprise#close}, in whole milliseconds. Default: 10 s. */
    public RepriseBuilder drain(Duration time) {
        return set(Setting.DRAIN, time.toMillis() + "ms");
    }

    /**
     * Any setting, by the text that {@code reprise.yaml} would have for it.
     *
     * @throws IllegalArgumentException if the text is no value of the setting
     */
    public RepriseBuilder set(Setting setting, String text) {
        ChosenValue value = new ChosenValue(text, setting.label()).checked(setting);
        given.put(setting, new ChosenValue(value.text(), ORIGIN));
        return this;
    }

    /** Adds a rule to those of the file: what makes no difference to a question, such as {@code leave out $.user}. */
    public RepriseBuilder keyRule(String rule) {
        keyRules.add(KeyRule.parse(rule));
        return this;
    }

    /** Adds a pace for some requests to those of the file, such as {@code tps=30; model=gpt-*}. */
    public RepriseBuilder paceRule(String rule) {
        paceRules.add(PaceRule.parse(rule));
        return this;
    }

    /** Adds a fault to those of the file, such as {@code status=429,retry-after=2; first=2}; see docs/faults.md. */
    public RepriseBuilder fault(String rule) {
        faultRules.add(FaultRule.parse(rule));
        return this;
    }

    /** What becomes of an answer that seems to hold credentials. Default: it is refused, unless the file says other. */
    public RepriseBuilder credentials(Redaction.Policy policy) {
        credentials = Optional.of(policy);
        return this;
    }

    /** The configuration file to read, which must exist, in the place of {@code reprise.yaml}. */
    public RepriseBuilder configuration(Path path) {
        file = Optional.of(path);
        return this;
    }

    /** The environment variables that count. Default: those of this process. */
    public RepriseBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** Where {@code reprise.yaml} is looked for, and what relative paths are relative to. Default: that of this process. */
    public RepriseBuilder workingDirectory(Path directory) {
        workingDirectory = directory;
        return this;
    }

    /** Where lines about requests go, and how many. Default: standard error, a line per request. It is not closed. */
    public RepriseBuilder log(PrintStream stream, Detail detail) {
        this.log = stream;
        this.detail = detail;
        return this;
    }

    /** The command that a miss names as the one that records it. Default: the command line of a server that does. */
    public RepriseBuilder recordCommand(String command) {
        recordCommand = Optional.of(command);
        return this;
    }

    /**
     * Starts the server; on return it answers.
     *
     * @throws IllegalArgumentException if something in file or environment has no meaning, or the mode needs an upstream
     *     and there is none
     * @throws StoreException if the store cannot be opened
     * @throws ListenException if it cannot listen at its address
     */
    public Reprise start() {
        Configuration configuration = configuration();
        String command = recordCommand.orElseGet(
                () -> RecordCommand.line(configuration.of(Setting.RECORDINGS).text(), configuration));
        return Reprise.start(
                configuration,
                workingDirectory,
                new ServerParts.LogOptions(log, detail, command),
                outOfMemory -> log.println("reprise: this process has no memory left: " + outOfMemory.getMessage()));
    }

    private Configuration configuration() {
        Configuration read =
                Configuration.of(new Configuration.Inputs(given, upstreams, file, environment, workingDirectory));
        RedactionSettings redaction = credentials.map(read.redaction()::with).orElse(read.redaction());
        return new Configuration(
                read.chosen(),
                read.upstreams(),
                read.rules().plus(keyRules).withMask(redaction.redaction(read.known())::mask),
                read.answers().plus(paceRules, faultRules),
                redaction,
                read.known(),
                read.exporting(),
                read.source());
    }
}
