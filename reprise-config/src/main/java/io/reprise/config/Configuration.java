package io.reprise.config;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.NeverKeep;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.plan.Repeat;
import io.reprise.core.plan.Sharing;
import io.reprise.core.price.KnownPrices;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.replay.pace.Pace;
import io.reprise.formats.Format;
import io.reprise.server.ServerSettings;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.access.AllowedOrigin;
import io.reprise.server.http.Endpoint;
import io.reprise.server.http.Limits;
import io.reprise.server.http.Listening;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.recording.AgeSettings;
import io.reprise.server.recording.AskSettings;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.LogFormat;
import io.reprise.server.report.TelemetryProvider;
import io.reprise.server.tls.TlsIdentity;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What counts, after what was given, environment, file and defaults were asked in this order.
 *
 * @param chosen has every setting
 * @param known the credentials that it has, and that clients of its server have sent
 * @param exporting the environment variables of OpenTelemetry
 * @param source what a command line has to say so that it is configured in the same way
 */
public record Configuration(
        Map<Setting, ChosenValue> chosen,
        List<Upstream> upstreams,
        KeyRules rules,
        AnswerRules answers,
        RedactionSettings redaction,
        KnownCredentials known,
        Map<String, String> exporting,
        Source source) {
    /**
     * Where a configuration was read.
     *
     * @param file the file that was named, as a user gives it; empty for the usual one
     * @param hasUpstreams whether the upstreams are those of a file
     */
    public record Source(Optional<Path> file, boolean hasUpstreams) {}

    /** The origin of the mode if nothing sets it, and no upstream is known. */
    public static final String NO_UPSTREAM = "no upstream is known";

    /** The origin of what nothing sets. */
    public static final String DEFAULT = "default";

    /** How the origin of the mode begins where the environment says that this is a build. */
    public static final String CI = "CI=";

    /** Where programs keep what they must not lose, by the base directory specification of freedesktop.org. */
    private static final String STATE_VARIABLE = "XDG_STATE_HOME";

    /**
     * Where the values of settings come from, besides defaults.
     *
     * @param given values of flags, or of calls in a program; they count before all others
     * @param upstreams given in the same way; if there are some, those of environment and file do not count
     * @param file to read; without it {@code reprise.yaml} of {@code directory} is read, if it is there
     * @param directory the working directory
     * @param typed the text of a configuration, which counts in the place of a file
     */
    public record Inputs(
            Map<Setting, ChosenValue> given,
            List<Upstream> upstreams,
            Optional<Path> file,
            Map<String, String> environment,
            Path directory,
            Optional<String> typed) {
        public Inputs(
                Map<Setting, ChosenValue> given,
                List<Upstream> upstreams,
                Optional<Path> file,
                Map<String, String> environment,
                Path directory) {
            this(given, upstreams, file, environment, directory, Optional.empty());
        }

        /** The same, with a configuration that is no file: paths in it are relative to the directory. */
        public Inputs withTyped(String text) {
            return new Inputs(given, upstreams, Optional.empty(), environment, directory, Optional.of(text));
        }

        public Inputs {
            given = Map.copyOf(given);
            upstreams = List.copyOf(upstreams);
            environment = Map.copyOf(environment);
        }

        /** What was named as the file, {@code -} for standard input. */
        Optional<Path> named() {
            return typed.isPresent() ? Optional.of(Path.of("-")) : file;
        }

        /** The file that is read; empty if none was named, and the usual one is not there. */
        Optional<Path> existingFile() {
            return file.map(directory::resolve)
                    .or(() -> Optional.of(directory.resolve(ConfigurationFile.NAME))
                            .filter(Files::exists));
        }
    }

    public Configuration {
        chosen = Map.copyOf(chosen);
        upstreams = List.copyOf(upstreams);
        exporting = Map.copyOf(exporting);
    }

    /**
     * Decides which settings count.
     *
     * @throws IllegalArgumentException if a value is wrong; the message says which and where
     */
    public static Configuration of(Inputs inputs) {
        ConfigurationFile file = inputs.typed().isPresent()
                ? ConfigurationFile.parse(
                        inputs.directory().resolve("standard input"),
                        inputs.typed().get())
                : inputs.existingFile().map(ConfigurationFile::read).orElse(ConfigurationFile.NONE);
        boolean hasUpstreams = NamedUpstreams.areKnown(inputs, file);
        Map<Setting, ChosenValue> chosen = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            chosen.put(setting, choose(setting, inputs, file, hasUpstreams));
        }
        Mode mode = Objects.requireNonNull(chosen.get(Setting.MODE)).read(Mode::parse);
        RedactionSettings redaction = file.redaction().orElse(RedactionSettings.DEFAULT);
        UsualConnection connection = UsualConnection.of(inputs, chosen, mode);
        List<Upstream> upstreams = NamedUpstreams.of(inputs, file, connection);
        KnownCredentials known = ConfiguredCredentials.of(
                inputs, text(chosen, Setting.TOKEN), text(chosen, Setting.RECORDINGS), upstreams, file);
        ExporterVariables.noteCredentials(inputs.environment(), known);
        KeyRules rules = KeyRules.of(file.rules()).withMask(redaction.redaction(known)::mask);
        return new Configuration(
                chosen,
                upstreams,
                rules,
                file.answers(),
                redaction,
                known,
                ExporterVariables.of(inputs.environment()),
                new Source(inputs.named(), NamedUpstreams.areOfFile(inputs, file)));
    }

    private static String text(Map<Setting, ChosenValue> chosen, Setting setting) {
        return Objects.requireNonNull(chosen.get(setting)).text();
    }

    /** The first that gives a value. Values that do not count are read, too: a mistake in them is found today. */
    private static ChosenValue choose(Setting setting, Inputs inputs, ConfigurationFile file, boolean hasUpstreams) {
        Optional<ChosenValue> given =
                Optional.ofNullable(inputs.given().get(setting)).map(value -> value.checked(setting));
        Optional<ChosenValue> ofEnvironment = Optional.of(inputs.environment().getOrDefault(setting.variable(), ""))
                .filter(text -> !setting.variable().isEmpty() && !text.isBlank() && !isOfKubernetes(setting, text))
                .map(text -> new ChosenValue(text, setting.variable()).checked(setting));
        return given.or(() -> ofEnvironment)
                .or(() -> Optional.ofNullable(file.settings().get(setting)))
                .orElseGet(() -> standard(setting, inputs, hasUpstreams));
    }

    /** Kubernetes sets this in each container beside a service that is called {@code reprise}. */
    private static boolean isOfKubernetes(Setting setting, String text) {
        return setting == Setting.PORT && text.matches("(?:tcp|udp|sctp)://.*");
    }

    private static ChosenValue standard(Setting setting, Inputs inputs, boolean hasUpstreams) {
        String ci = inputs.environment().getOrDefault("CI", "").strip();
        if (setting == Setting.MODE && isBuild(ci)) {
            return new ChosenValue(Mode.REPLAY.toString(), CI + ci);
        }
        String state = inputs.environment().getOrDefault(STATE_VARIABLE, "").strip();
        if (setting == Setting.SPOOL_DIRECTORY && state.startsWith("/")) {
            return new ChosenValue(state + "/reprise/spool", STATE_VARIABLE);
        }
        return setting == Setting.MODE && !hasUpstreams
                ? new ChosenValue(Mode.REPLAY.toString(), NO_UPSTREAM)
                : new ChosenValue(setting.standard(), DEFAULT);
    }

    /** Whether this value of {@code CI} says that a build runs: it is set, and neither false nor 0. */
    public static boolean isBuild(String ci) {
        String text = ci.strip();
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    public ChosenValue of(Setting setting) {
        return Objects.requireNonNull(chosen.get(setting));
    }

    public Mode mode() {
        return of(Setting.MODE).read(Mode::parse);
    }

    /** Whether pages of every site may use the server. */
    public boolean isOpenToAllPages() {
        return of(Setting.ALLOW_ORIGINS).read(AllowedOrigin::parseAll).stream().anyMatch(AllowedOrigin::isAll);
    }

    /** The settings of a server, with this access token and, for clients that speak TLS, this certificate. */
    public ServerSettings serverSettings(Optional<String> token, Optional<TlsIdentity> tls) {
        Limits limits = new Limits(
                bytes(Setting.MAX_BODY),
                of(Setting.MAX_HEADER).read(SettingSyntax::intBytes),
                bytes(Setting.MAX_RECORDING));
        AccessSettings access = new AccessSettings(
                token, of(Setting.ALLOW_ORIGINS).read(AllowedOrigin::parseAll), isOn(Setting.MCP_WRITE));
        Optional<Path> authorities = Optional.of(of(Setting.CA).text())
                .filter(text -> !text.isBlank())
                .map(SettingSyntax::path);
        Endpoint endpoint = new Endpoint(
                of(Setting.HOST).text(),
                of(Setting.PORT).read(SettingSyntax::port),
                tls,
                new Endpoint.Others(of(Setting.ADVERTISE).read(SettingSyntax::advertised), authorities));
        Listening listening = new Listening(endpoint, access, limits, Timeouts.client(chosen), drain());
        return new ServerSettings(
                listening,
                mode(),
                upstreams,
                new KeepSettings(
                        isOn(Setting.KEEP_ERRORS),
                        isOn(Setting.KEEP_CUT),
                        of(Setting.READ_ON).read(SettingSyntax::duration),
                        asking(),
                        ages()),
                new ReplaySettings(
                        of(Setting.REPEAT).read(Repeat::parse),
                        of(Setting.PACE).read(Pace::parse),
                        answers.paces(),
                        answers.faults()),
                new CacheSettings(
                        isOn(Setting.FRESH_IDS) ? CacheSettings.Ids.FRESH : CacheSettings.Ids.RECORDED,
                        bytes(Setting.CACHE),
                        prices()));
    }

    /** What tokens cost: the prices that come with the program, and those of {@code reprise.yaml}, which count before them. */
    public PriceTable prices() {
        return KnownPrices.table().with(answers.prices());
    }

    /** What the server may take of its process and its machine. */
    public MemorySettings memory() {
        String directory = of(Setting.TMP).text();
        return new MemorySettings(
                of(Setting.MEMORY).read(SettingSyntax::memory),
                directory.isBlank() ? MemorySettings.standard().directory() : SettingSyntax.path(directory));
    }

    /** Begins to export what becomes of requests, where that is asked for. */
    TelemetryProvider.Opening telemetry() {
        return of(Setting.TELEMETRY).read(TelemetryExport::parse).opening(exporting);
    }

    /** What makes the exit status 4. */
    public Set<FailOn> failOn() {
        return of(Setting.FAIL_ON).read(FailOn::parse);
    }

    /** The form of what is said while a server runs. */
    public LogFormat logFormat() {
        return of(Setting.LOG).read(LogFormat::parse);
    }

    /** How long running answers may continue after a stop. */
    public Duration drain() {
        return of(Setting.DRAIN).read(SettingSyntax::duration);
    }

    /** What keeps credentials out of stores and words, by the settings and what is known. */
    public Redaction redact() {
        return redaction.redaction(known);
    }

    public NetworkTransport networking() {
        return of(Setting.TRANSPORT).read(NetworkTransport::parse);
    }

    /** What stores in other tools' forms must know. */
    public Format.InPlace inPlace(Consumer<String> warnings) {
        Map<String, String> urls = upstreams.stream()
                .collect(Collectors.toMap(
                        Upstream::name, upstream -> upstream.url().toString(), (one, other) -> one));
        return new Format.InPlace(rules, urls, warnings);
    }

    private AskSettings asking() {
        return new AskSettings(
                of(Setting.ASK_AGAIN).read(AskAgain::parse),
                isOn(Setting.SHARE_CALLS) ? Sharing.ONE_CALL : Sharing.CALL_EACH,
                of(Setting.NEVER_KEEP).read(NeverKeep::parse));
    }

    /** How old recordings may become. */
    public AgeSettings ages() {
        return new AgeSettings(
                isOn(Setting.DATES),
                of(Setting.MAX_AGE).read(MaxAge::parse),
                of(Setting.ON_EXPIRED).read(OnExpired::parse));
    }

    private boolean isOn(Setting setting) {
        return of(setting).read(SettingSyntax::isTrue);
    }

    private long bytes(Setting setting) {
        return of(setting).read(SettingSyntax::bytes);
    }
}
