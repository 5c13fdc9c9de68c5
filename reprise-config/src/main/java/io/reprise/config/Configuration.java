package io.reprise.config;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.ServerSettings;
import io.reprise.server.http.Limits;
import io.reprise.server.http.Listening;
import io.reprise.server.http.NetworkTransport;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What counts, after flags, environment, file and defaults were asked in this order.
 *
 * @param chosen has every setting
 */
public record Configuration(
        Map<Setting, ChosenValue> chosen,
        List<Upstream> upstreams,
        KeyRules rules,
        AnswerRules answers,
        RedactionSettings redaction) {
    /** The origin of the mode where nothing says what it is, and nobody could be asked. */
    public static final String NO_UPSTREAM = "no upstream is known";

    /** The origin of the mode where the environment says that this is a build. */
    public static final String CI = "CI=true";

    /**
     * What a command was told.
     *
     * @param flags texts of the flags that were given
     * @param upstreams of the flags {@code --upstream}, {@code [NAME=]URL} each
     * @param file that a flag names; without it {@code reprise.yaml} of {@code directory} is read, if it is there
     * @param directory where the command was started
     */
    public record Told(
            Map<Setting, String> flags,
            List<String> upstreams,
            Optional<Path> file,
            Map<String, String> environment,
            Path directory) {}

    public Configuration {
        chosen = Map.copyOf(chosen);
        upstreams = List.copyOf(upstreams);
    }

    /**
     * Decides what counts.
     *
     * @throws IllegalArgumentException if something has no meaning; the message says which and where
     */
    public static Configuration of(Told told) {
        ConfigurationFile file = told.file()
                .map(told.directory()::resolve)
                .or(() -> Optional.of(told.directory().resolve(ConfigurationFile.NAME))
                        .filter(Files::exists))
                .map(ConfigurationFile::read)
                .orElse(ConfigurationFile.NONE);
        boolean hasUpstreams =
                !NamedUpstreams.texts(told).isEmpty() || !file.upstreams().isEmpty();
        Map<Setting, ChosenValue> chosen = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            chosen.put(setting, choose(setting, told, file, hasUpstreams));
        }
        Mode mode = Objects.requireNonNull(chosen.get(Setting.MODE)).read(Mode::parse);
        RedactionSettings redaction = file.redaction().orElse(RedactionSettings.DEFAULT);
        KeyRules rules = KeyRules.of(file.rules()).withMask(redaction.redaction()::mask);
        return new Configuration(chosen, NamedUpstreams.of(told, file, mode), rules, file.answers(), redaction);
    }

    private static ChosenValue choose(Setting setting, Told told, ConfigurationFile file, boolean hasUpstreams) {
        String flag = told.flags().get(setting);
        if (flag != null) {
            return new ChosenValue(flag, setting.flag());
        }
        String variable = told.environment().getOrDefault(setting.variable(), "");
        if (!setting.variable().isEmpty() && !variable.isBlank()) {
            return new ChosenValue(variable, setting.variable());
        }
        ChosenValue ofFile = file.settings().get(setting);
        return ofFile != null ? ofFile : standard(setting, told, hasUpstreams);
    }

    private static ChosenValue standard(Setting setting, Told told, boolean hasUpstreams) {
        if (setting == Setting.MODE && told.environment().getOrDefault("CI", "").equalsIgnoreCase("true")) {
            return new ChosenValue(Mode.REPLAY.toString(), CI);
        }
        return setting == Setting.MODE && !hasUpstreams
                ? new ChosenValue(Mode.REPLAY.toString(), NO_UPSTREAM)
                : new ChosenValue(setting.standard(), "default");
    }

    public ChosenValue of(Setting setting) {
        return Objects.requireNonNull(chosen.get(setting));
    }

    public Path recordings() {
        return of(Setting.RECORDINGS).read(text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("'" + text + "' does not name a directory");
            }
            return Path.of(text);
        });
    }

    public Mode mode() {
        return of(Setting.MODE).read(Mode::parse);
    }

    /** What a server is told, with this access token. */
    public ServerSettings serverSettings(Optional<String> token) {
        Limits limits = new Limits(
                bytes(Setting.MAX_BODY), Math.toIntExact(bytes(Setting.MAX_HEADER)), bytes(Setting.MAX_RECORDING));
        Duration drain = of(Setting.DRAIN).read(Quantities::duration);
        Listening listening = new Listening(of(Setting.HOST).text(), port(), token, limits, drain);
        return new ServerSettings(
                listening,
                mode(),
                upstreams,
                new KeepSettings(isOn(Setting.KEEP_ERRORS), isOn(Setting.KEEP_CUT)),
                new ReplaySettings(
                        of(Setting.REPEAT).read(Repeat::parse),
                        of(Setting.PACE).read(Pace::parse),
                        answers.paces(),
                        answers.faults()),
                new CacheSettings(
                        isOn(Setting.FRESH_IDS) ? CacheSettings.Ids.FRESH : CacheSettings.Ids.RECORDED,
                        bytes(Setting.CACHE)));
    }

    public NetworkTransport networking() {
        return of(Setting.TRANSPORT).read(NetworkTransport::parse);
    }

    private int port() {
        return of(Setting.PORT).read(text -> {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
                throw new IllegalArgumentException("'" + text + "' is not a port; it is 0 to 65535");
            }
            return Integer.parseInt(text);
        });
    }

    private boolean isOn(Setting setting) {
        return of(setting).read(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        });
    }

    private long bytes(Setting setting) {
        return of(setting).read(Quantities::bytes);
    }
}
