package io.reprise.cli.serving;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.project.DemoRecordings;
import io.reprise.config.AccessToken;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.ListenerCertificate;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Reprise;
import io.reprise.config.Setting;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.ProgramVersion;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints what a person who starts a server needs to know. */
final class StartMessages {
    private final ProcessEnvironment process;
    private final Configuration configuration;
    private final RecordingsLocation recordings;

    StartMessages(ProcessEnvironment process, Configuration configuration, RecordingsLocation recordings) {
        this.process = process;
        this.configuration = configuration;
        this.recordings = recordings;
    }

    /** Prints the value and the origin of each setting; of the token, only the origin. */
    void sayOrigins() {
        for (Setting setting : Setting.values()) {
            ChosenValue chosen = configuration.of(setting);
            String text = switch (setting) {
                case TOKEN -> chosen.text().isEmpty() ? "none" : "(set)";
                case RECORDINGS -> recordings.toString();
                default -> chosen.text();
            };
            process.say("  " + setting.label() + " = " + text + " (" + chosen.origin() + ")");
        }
        configuration.rules().rules().forEach(rule -> process.say("  rule: " + rule));
    }

    void sayServing(Reprise reprise, boolean isDemo) {
        process.say("reprise " + ProgramVersion.text() + ": mode " + configuration.mode() + ", recordings in "
                + (isDemo ? "the program" : recordings) + ", " + upstreams() + ", " + reprise.transport());
        modeHint(isDemo).ifPresent(process::say);
        ageHint().ifPresent(process::say);
        if (recordings.isDirectory()) {
            directoryHint(recordings.directory()).ifPresent(process::say);
        }
        reprise.token()
                .filter(AccessToken::isMadeUp)
                .ifPresent(made -> process.saySecret("access token: " + made.text()
                        + "  (send it as the API key, or as the header X-Reprise-Token)"));
        reprise.certificate()
                .filter(ListenerCertificate::isSelfSigned)
                .ifPresent(made -> process.say("clients must trust " + made.path() + ": NODE_EXTRA_CA_CERTS="
                        + made.path() + " for Node, SSL_CERT_FILE=… for Python and others (docs/tls.md)"));
        if (reprise.token().isEmpty() && configuration.isOpenToAllPages()) {
            process.say(
                    "WARNING: --allow-origin '*' without --token: every web page that a browser on this machine opens"
                            + " can read all recordings, and send requests to upstreams at your cost");
        }
        if (isDemo) {
            String trust = reprise.certificate()
                    .map(certificate -> "--cacert " + certificate.path() + " ")
                    .orElse("");
            process.say("try: curl " + trust + reprise.url()
                    + "/v1/chat/completions -H 'Content-Type: application/json' -d '" + DemoRecordings.request() + "'");
        }
        process.print("listening on " + reprise.url() + "\n");
        process.flush();
    }

    private Optional<String> directoryHint(Path directory) {
        return switch (configuration.mode()) {
            case REPLAY ->
                Files.exists(directory)
                        ? Optional.empty()
                        : Optional.of("there is no directory '" + directory + "', so no request will find a recording");
            case RECORD, RECORD_IF_MISSING ->
                unwritable(directory)
                        .map(place -> "nothing can be recorded: '" + place
                                + "' is not writable; make it writable, or choose another directory with --recordings");
            case LIVE -> Optional.empty();
        };
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

    private Optional<String> ageHint() {
        boolean isChosen = !configuration.of(Setting.ON_EXPIRED).origin().equals(Configuration.DEFAULT);
        return isChosen && configuration.ages().maxAge().isEmpty()
                ? Optional.of("on-expired has no effect, because no max-age is set; --max-age 30d sets one")
                : Optional.empty();
    }

    private Optional<String> modeHint(boolean isDemo) {
        ChosenValue mode = configuration.of(Setting.MODE);
        if (configuration.mode().keeps()) {
            String ci = process.environment().getOrDefault("CI", "");
            return Configuration.isBuild(ci)
                    ? Optional.of("CI is set to '" + ci + "', but answers are recorded, because " + mode.origin()
                            + " says mode " + configuration.mode() + "; --mode replay only replays")
                    : Optional.empty();
        }
        if (isDemo || configuration.mode() != Mode.REPLAY) {
            return Optional.empty();
        }
        if (mode.origin().equals(Configuration.NO_UPSTREAM)) {
            return Optional.of("nothing is recorded, because no upstream is known; --upstream URL names one");
        }
        return Optional.of(mode.origin())
                .filter(origin -> origin.startsWith(Configuration.CI))
                .map(origin -> "nothing is recorded, because " + origin + " is set; --mode record-if-missing records");
    }
}
