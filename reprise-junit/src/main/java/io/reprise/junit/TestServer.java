package io.reprise.junit;

import io.reprise.config.RepriseBuilder;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server that all tests with the same settings share, until the last test of this process has ended. */
@SuppressWarnings("deprecation") // JUnit 5.12 closes only these
final class TestServer implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private static final String CONFIGURATION = "reprise.yaml";
    private static final String HOW_TO_RECORD =
            "run the test again with the system property reprise.mode=record-if-missing (or REPRISE_MODE in the environment)";

    /**
     * What servers are told apart by.
     *
     * @param recordings absolute
     * @param directory where reprise.yaml is looked for
     */
    record Key(Options.Server options, Path recordings, Path directory) {}

    private final io.reprise.config.Reprise server;
    private final ControlClient client;
    private final boolean hasUpstream;
    private int tests;
    private int replayed;
    private int recorded;
    private int missed;
    private long tokens;
    private BigDecimal dollars = BigDecimal.ZERO;

    private TestServer(io.reprise.config.Reprise server) {
        this.server = server;
        this.client = new ControlClient(server.url());
        this.hasUpstream = client.upstreams() > 0;
    }

    static TestServer start(Key key) {
        RepriseBuilder builder = io.reprise.config.Reprise.builder()
                .workingDirectory(key.directory())
                .recordings(key.recordings())
                .mode(Mode.REPLAY) // each test says its own
                .log(System.err, Detail.NOTHING)
                .recordCommand(HOW_TO_RECORD);
        configuration(key.directory()).ifPresent(builder::configuration);
        key.options().upstreams().forEach(builder::upstream);
        key.options().rules().forEach(builder::keyRule);
        return new TestServer(builder.start());
    }

    /** That of the module, or of a directory above it, up to the root of the repository. */
    private static Optional<Path> configuration(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            Path file = at.resolve(CONFIGURATION);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
            if (Files.exists(at.resolve(".git"))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    String url(String test) {
        return server.url(new TestId(test));
    }

    ControlClient client() {
        return client;
    }

    boolean hasUpstream() {
        return hasUpstream;
    }

    /** Adds to the summary. To be called once for each test. */
    synchronized void add(RunOutcome outcome) {
        tests++;
        replayed += outcome.count("replayed");
        recorded += outcome.count("recorded");
        missed += outcome.count("missed");
        tokens += outcome.savedTokens();
        dollars = dollars.add(outcome.savedDollars());
    }

    /** What happened in all tests; empty if they asked nothing. */
    private synchronized Optional<String> summary() {
        if (replayed + recorded + missed == 0) {
            return Optional.empty();
        }
        String saved = tokens == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; saved %,d tokens%s",
                        tokens,
                        dollars.signum() == 0
                                ? ""
                                : " and $"
                                        + dollars.setScale(4, RoundingMode.HALF_UP)
                                                .stripTrailingZeros()
                                                .toPlainString());
        return Optional.of(String.format(
                Locale.ROOT,
                "reprise: %,d tests, %,d requests replayed, %,d recorded, %,d missed%s",
                tests,
                replayed,
                recorded,
                missed,
                saved));
    }

    @Override
    public void close() {
        try {
            summary().ifPresent(System.out::println);
        } finally {
            server.close();
        }
    }
}
