package io.reprise.cli;

import io.reprise.config.AccessToken;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.Setting;
import io.reprise.core.plan.Mode;
import io.reprise.server.RepriseServer;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints what a person who starts a server needs to know. */
final class Banner {
    private final ProcessEnvironment surroundings;
    private final Configuration configuration;

    Banner(ProcessEnvironment surroundings, Configuration configuration) {
        this.surroundings = surroundings;
        this.configuration = configuration;
    }

    /** Prints the value and the origin of each setting; of the token, only the origin. */
    void sayOrigins() {
        for (Setting setting : Setting.values()) {
            ChosenValue chosen = configuration.of(setting);
            String text =
                    setting != Setting.TOKEN ? chosen.text() : chosen.text().isEmpty() ? "none" : "(set)";
            surroundings.say("  " + setting.label() + " = " + text + " (" + chosen.origin() + ")");
        }
        configuration.rules().rules().forEach(rule -> surroundings.say("  rule: " + rule));
    }

    void sayServing(RepriseServer server, Path directory, Optional<AccessToken> token, boolean isDemo) {
        String url = "http://" + address() + ":" + server.port();
        surroundings.say("reprise " + Main.Version.text() + ": mode " + configuration.mode() + ", recordings in "
                + (isDemo ? "the program" : directory.toString()) + ", " + upstreams() + ", " + server.transport());
        modeHint(isDemo).ifPresent(surroundings::say);
        if (!Files.exists(directory) && configuration.mode() == Mode.REPLAY) {
            surroundings.say("there is no directory '" + directory + "', so no request will find a recording");
        }
        if (configuration.mode() == Mode.RECORD || configuration.mode() == Mode.RECORD_IF_MISSING) {
            unwritable(directory)
                    .ifPresent(place -> surroundings.say("nothing can be recorded: '" + place
                            + "' is not writable; make it writable, or choose another directory with --recordings"));
        }
        token.filter(AccessToken::isMadeUp)
                .ifPresent(made -> surroundings.say("access token: " + made.text()
                        + "  (send it as the API key, or as the header X-Reprise-Token)"));
        if (isDemo) {
            surroundings.say("try: curl " + url + "/v1/chat/completions -H 'Content-Type: application/json' -d '"
                    + DemoRecordings.request() + "'");
        }
        surroundings.out().println("listening on " + url);
        surroundings.out().flush();
    }

    /** The directory that is not writable: this one or, if it does not exist, the one that would contain it. */
    private static Optional<Path> unwritable(Path directory) {
        Path place = directory.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return Optional.of(place).filter(any -> !Files.isWritable(any));
    }

    private String upstreams() {
        List<Upstream> upstreams = configuration.upstreams();
        if (upstreams.isEmpty()) {
            return "no upstream";
        }
        return (upstreams.size() == 1 ? "upstream " : upstreams.size() + " upstreams ")
                + upstreams.stream()
                        .map(upstream -> (upstream.name().isEmpty() ? "" : upstream.name() + "=") + upstream.url())
                        .collect(Collectors.joining(", "));
    }

    private Optional<String> modeHint(boolean isDemo) {
        ChosenValue mode = configuration.of(Setting.MODE);
        if (isDemo || configuration.mode() != Mode.REPLAY) {
            return Optional.empty();
        }
        return switch (mode.origin()) {
            case Configuration.NO_UPSTREAM ->
                Optional.of("nothing is recorded, because no upstream is known; --upstream URL names one");
            case Configuration.CI ->
                Optional.of("nothing is recorded, because CI=true is set; --mode record-if-missing records");
            default -> Optional.empty();
        };
    }

    private String address() {
        String host = configuration.of(Setting.HOST).text();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
