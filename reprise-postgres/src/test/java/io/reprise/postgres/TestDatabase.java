package io.reprise.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL server for all tests of a JVM, and a schema of its own for each test. */
final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    /** Started when it is first needed, and stopped with the last test. */
    private record Server(EmbeddedPostgres postgres) implements AutoCloseable {
        static Server start() {
            try {
                return new Server(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200")
                        .start());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    private String schema = "";
    private int port;

    @Override
    public void beforeEach(ExtensionContext context) {
        Server server = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestDatabase.class))
                .getOrComputeIfAbsent(Server.class, first -> Server.start(), Server.class);
        port = server.postgres().getPort();
        schema = "test_" + SCHEMAS.incrementAndGet();
    }

    int port() {
        return port;
    }

    PostgresLocation location() {
        return location(port, "default");
    }

    /** As users write it, by way of this port. */
    String url(int at) {
        return "postgresql://postgres:postgres@localhost:" + at + "/postgres?schema=" + schema;
    }

    String url() {
        return url(port);
    }

    PostgresLocation location(String project) {
        return location(port, project);
    }

    /** As {@link #location()}, by way of another port. */
    PostgresLocation locationAt(int other) {
        return location(other, "default");
    }

    /** As {@link #location()}, for another role. */
    PostgresLocation locationOf(String role) {
        return locationOf(role, "default");
    }

    PostgresLocation locationOf(String role, String project) {
        return PostgresLocation.parse(
                "postgresql://" + role + "@localhost:" + port + "/postgres?schema=" + schema + "&project=" + project,
                name -> Optional.empty());
    }

    /** Runs statements as the owner of everything. */
    void execute(String statements) {
        try (Database database = new Database(location())) {
            database.write(
                    "the statements fail",
                    connection -> connection.createStatement().execute(statements));
        }
    }

    /** One of its processes is killed, so that it ends all connections, empties unlogged tables and starts again from its log. */
    void crash() throws IOException {
        ServerProcess.signal(
                "KILL", process().children().findAny().orElseThrow().pid());
    }

    /** All of its processes stop until they are resumed. */
    Paused pause() throws IOException {
        List<Long> processes = Stream.concat(Stream.of(process()), process().children())
                .map(ProcessHandle::pid)
                .toList();
        for (long each : processes) {
            ServerProcess.signal("STOP", each);
        }
        return new Paused(processes);
    }

    /** The one that started the others. Its own number of it may be that of a namespace. */
    private ProcessHandle process() {
        Pattern itsPort = Pattern.compile(".*postgres .*\\b" + port + "\\b.*");
        return ProcessHandle.allProcesses()
                .filter(each -> each.info()
                        .commandLine()
                        .filter(line -> itsPort.matcher(line).matches() && line.contains(" -D "))
                        .isPresent())
                .filter(each -> each.children().findAny().isPresent())
                .reduce((outer, inner) -> inner) // what starts it as another user has the same arguments
                .orElseThrow();
    }

    /** Those that are to go on. */
    record Paused(List<Long> processes) {
        void resume() throws IOException {
            for (long process : processes) {
                if (ProcessHandle.of(process).isPresent()) {
                    ServerProcess.signal("CONT", process);
                }
            }
        }
    }

    /** The number that a query finds. */
    long ask(String query) {
        try (Database database = new Database(location())) {
            return database.read("the query fails", connection -> {
                try (Statement select = connection.createStatement();
                        ResultSet row = select.executeQuery(query)) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }
    }

    private PostgresLocation location(int at, String project) {
        String url =
                "postgresql://postgres:postgres@localhost:" + at + "/postgres?schema=" + schema + "&project=" + project;
        return PostgresLocation.parse(url, name -> Optional.empty());
    }

    /** Makes the tables. */
    void prepare() {
        try (Database database = new Database(location())) {
            Migrations.run(database);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        execute("drop schema if exists \"" + schema + "\" cascade");
    }
}
