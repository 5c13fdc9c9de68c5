package io.reprise.postgres;

import io.reprise.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The versions of the tables: each script leads from one to the next. Scripts that have been released are never changed. */
final class Migrations {
    private static final List<String> SCRIPTS = List.of(
            "0001-recordings.sql",
            "0002-nearest.sql",
            "0003-digests.sql",
            "0004-projects.sql",
            "0005-servers.sql",
            "0006-last-use.sql",
            "0007-runs.sql",
            "0008-texts.sql",
            "0009-order-of-changes.sql",
            "0010-former-keys.sql",
            "0011-keys-of-several-rules.sql");

    /** Any number that no other program on the database uses for an advisory lock. */
    private static final long LOCK = 0x52_65_70_72_69_73_65L;

    private Migrations() {}

    /** The version that this program needs. */
    static int newest() {
        return SCRIPTS.size();
    }

    /** The version of the tables; empty if there are none. */
    static OptionalInt version(Database database) {
        return database.read("the version of the store cannot be read", connection -> version(connection, database));
    }

    private static OptionalInt version(Connection connection, Database database) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement("select to_regclass(?)")) {
            exists.setString(1, database.location().schema() + ".schema_version");
            try (ResultSet row = exists.executeQuery()) {
                if (!row.next() || row.getString(1) == null) {
                    return OptionalInt.empty();
                }
            }
        }
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select coalesce(max(version), 0) from schema_version")) {
            row.next();
            return OptionalInt.of(row.getInt(1));
        }
    }

    /** @throws StoreException if the tables are not of the version that this program needs; the message says what to do */
    static void requireCurrent(Database database) {
        OptionalInt version = version(database);
        String place = "'" + database.location().forPeople() + "'";
        if (version.isEmpty()) {
            throw new StoreException(
                    place + " has no tables of Reprise; make them with: reprise store init --recordings URL", null);
        }
        if (version.getAsInt() < newest()) {
            throw new StoreException(
                    place + " has tables of version " + version.getAsInt() + ", and this program needs version "
                            + newest() + "; change them with: reprise store migrate --recordings URL",
                    null);
        }
        if (version.getAsInt() > newest()) {
            throw new StoreException(
                    place + " has tables of version " + version.getAsInt() + ", and this program knows version "
                            + newest() + " at most; use a newer Reprise",
                    null);
        }
    }

    /**
     * Makes the schema if there is none, and runs the scripts that have not been run. Several programs may do this at once.
     *
     * @return the versions that were made
     */
    static List<Integer> run(Database database) {
        return database.write("the tables cannot be made", connection -> {
            try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
                lock.setLong(1, LOCK);
                lock.execute();
            }
            try (Statement statement = connection.createStatement()) {
                if (!hasSchema(connection, database.location().schema())) {
                    statement.execute("create schema \"" + database.location().schema() + "\"");
                }
                statement.execute("create table if not exists schema_version"
                        + " (version integer primary key, made_at timestamptz not null default clock_timestamp())");
            }
            int present = version(connection, database).orElse(0);
            for (int version = present + 1; version <= newest(); version++) {
                runScript(connection, version);
            }
            return IntStream.rangeClosed(present + 1, newest()).boxed().toList();
        });
    }

    private static boolean hasSchema(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select from pg_namespace where nspname = ?")) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void runScript(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script(SCRIPTS.get(version - 1)));
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into schema_version (version) values (?)")) {
            insert.setInt(1, version);
            insert.executeUpdate();
        }
    }

    private static String script(String name) {
        try (InputStream script = Migrations.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("the script '" + name + "' is missing in this program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the script '" + name + "' cannot be read", unreadable);
        }
    }
}
