package io.reprise.postgres;

import io.reprise.core.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Says why a database did not do something, and what to do. The codes are in appendix A of PostgreSQL's documentation. */
final class DatabaseFailure {
    static final String READ_ONLY = "25006";
    static final String UNIQUE_VIOLATION = "23505";

    /** The last one: a body that nobody used was deleted at the moment at which it was used again. */
    private static final Set<String> INTERFERENCE = Set.of("40001", "40P01", "23503");

    /** It takes no writes; it took too long; its disk fails. */
    private static final Set<String> PASSING = Set.of(READ_ONLY, "57014", "55P03", "58030");

    private static final Set<String> NO_SCHEMA = Set.of("3F000", "42P01");

    private DatabaseFailure() {}

    static StoreException of(PostgresLocation location, String aim, SQLException failed) {
        String words = aim + ": " + reason(location, cause(failed));
        return mayPass(failed) ? StoreException.away(words, failed) : new StoreException(words, failed);
    }

    /** Why the database is away, without an aim. */
    static String why(PostgresLocation location, SQLException failed) {
        return reason(location, cause(failed));
    }

    /** Whether the same may succeed later: it is not reached, takes no writes, is out of something, or too slow. */
    static boolean mayPass(SQLException failed) {
        String state = state(cause(failed));
        return isAway(failed)
                || isPoolEmpty(failed)
                || isInterference(failed)
                || PASSING.contains(state)
                || state.startsWith("53");
    }

    /** Whether another transaction was in the way, so that the same work may succeed now. */
    static boolean isInterference(SQLException failed) {
        return INTERFERENCE.contains(state(failed));
    }

    /** Whether there was no connection to the database. */
    static boolean isAway(SQLException failed) {
        String state = state(cause(failed));
        return !isPoolEmpty(failed) && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** A pool that got no connection says so; why it got none is in the cause. */
    private static SQLException cause(SQLException failed) {
        return failed instanceof SQLTransientConnectionException && failed.getCause() instanceof SQLException first
                ? first
                : failed;
    }

    private static boolean isPoolEmpty(SQLException failed) {
        return cause(failed) instanceof SQLTransientConnectionException;
    }

    private static String reason(PostgresLocation location, SQLException failed) {
        String state = state(failed);
        String place = "'" + location.forPeople() + "'";
        if (NO_SCHEMA.contains(state)) {
            return place + " has no tables of Reprise in its schema '" + location.schema()
                    + "'; make them with: reprise store init --recordings URL";
        }
        if (isPoolEmpty(failed)) {
            return "none of the connections to " + place
                    + " became free in time; the database is too slow, or a lock is held";
        }
        if (state.startsWith("28")) {
            return place + " refused the user or the password; the URL, PGUSER and PGPASSWORD, or ~/.pgpass say them";
        }
        if (isAway(failed)) {
            return place + " cannot be reached (" + said(failed) + "); check the address, and that the database runs";
        }
        if (state.startsWith("53")) {
            return place + " lacks a resource (" + said(failed) + "); its administrator can mend that";
        }
        return switch (state) {
            case "3D000" -> place + " does not exist; make it with: createdb";
            case READ_ONLY -> place + " is a replica and takes no writes; name the primary, or all hosts with commas";
            case "42501" ->
                said(failed).contains("row-level security")
                        ? place + " does not let this user use the project '" + location.project()
                                + "'; the owner of the tables can: insert into " + location.schema()
                                + ".project_role values ('" + location.project() + "', 'ROLE')"
                        : place + " does not permit it to this user (" + said(failed) + ")";
            case "57014", "55P03" -> place + " took too long (" + said(failed) + ")";
            default -> place + " refused it (" + said(failed) + ", code " + state + ")";
        };
    }

    private static String state(SQLException failed) {
        return failed.getSQLState() == null ? "" : failed.getSQLState();
    }

    /** What the database said, in one line. */
    private static String said(SQLException failed) {
        String message = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        return message.lines().findFirst().orElse("").replaceFirst("^(?:ERROR|FATAL|PANIC): ", "");
    }
}
