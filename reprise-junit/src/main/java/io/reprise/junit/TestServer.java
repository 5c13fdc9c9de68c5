package io.reprise.junit;

import io.reprise.core.exchange.TestId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server that all tests with the same settings share, until the last test of this process has ended. */
@SuppressWarnings("deprecation") // JUnit 5.12 closes only these
final class TestServer implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    /**
     * What servers are told apart by.
     *
     * @param recordings absolute
     * @param directory where reprise.yaml is looked for
     * @param reports of tests that failed
     */
    record Key(Options.Server options, Path recordings, Path directory, FailureReports reports) {}

    private final Key key;
    private final String url;
    private final Optional<StartedServer> own;
    private final ControlClient client;
    private final boolean hasUpstream;
    private final Summary summary;
    private final Set<ActiveTest> running = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::sayWhatHangs, "reprise-exit");

    private boolean stays;

    private TestServer(Key key, String url, Optional<StartedServer> own, Summary summary) {
        this.key = key;
        this.url = url;
        this.own = own;
        this.client = new ControlClient(url);
        this.hasUpstream = client.upstreams() > 0;
        this.summary = summary;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a server, or joins the one that was started for the same settings by a class that another class loader has loaded.
     *
     * @param urls of the servers of this process, by what they are told apart by; it is shared by class loaders, so it has only types of Java
     */
    static TestServer of(Key key, ConcurrentMap<String, String> urls, Summary summary) {
        StartedServer[] own = new StartedServer[1];
        String staying = System.getProperty(property(key));
        if (staying != null) {
            return new TestServer(key, staying, Optional.empty(), summary);
        }
        String url = urls.computeIfAbsent(key.toString(), absent -> {
            own[0] = StartedServer.of(key);
            return own[0].url();
        });
        return new TestServer(key, url, Optional.ofNullable(own[0]), summary);
    }

    /** Where later runs of tests in this process find a server that stays. */
    private static String property(Key key) {
        return "reprise.junit.server." + Integer.toHexString(key.toString().hashCode());
    }

    /**
     * Keeps the server as long as the process runs.
     *
     * @return its URL
     */
    synchronized String untilExit() {
        if (own.isPresent() && !stays) {
            stays = true;
            System.setProperty(property(key), url);
            Runtime.getRuntime().addShutdownHook(new Thread(own.get().close(), "reprise-close"));
        }
        return url;
    }

    String url() {
        return url;
    }

    String url(String test) {
        return url + new TestId(test).pathPrefix();
    }

    ControlClient client() {
        return client;
    }

    FailureReports reports() {
        return key.reports();
    }

    boolean hasUpstream() {
        return hasUpstream;
    }

    Summary summary() {
        return summary;
    }

    void began(ActiveTest test) {
        running.add(test);
    }

    void ended(ActiveTest test) {
        running.remove(test);
    }

    /** A build tool that ends a test which hangs ends this process, and no extension is asked any more. */
    private void sayWhatHangs() {
        for (ActiveTest test : running) {
            for (String problem : test.problemsNow()) {
                System.err.println("reprise: " + test.id() + " did not come to its end; " + problem);
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exits) {
            return; // the hook asks this server
        }
        if (!stays) {
            own.ifPresent(server -> server.close().run());
        }
    }
}
