package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.store.OtherServers.Holder;
import io.reprise.core.store.OtherServers.Token;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The statements about which server asks an upstream. The time is the database's. */
final class LeaseTable {
    private static final String EXPIRES = "clock_timestamp() + ? * interval '1 millisecond'";

    private final RuleSet rules;
    private final long millis;

    /** @param time after which a lease ends that is not renewed */
    LeaseTable(RuleSet rules, Duration time) {
        this.rules = rules;
        this.millis = time.toMillis();
    }

    /**
     * Takes the lease, if nobody has it, or it has run out, or its holder is the one that is to be replaced; else it changes nothing.
     *
     * @return whether it was taken
     */
    boolean take(Connection connection, Key key, Holder self, Optional<Token> instead) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into lease as l (rule_set, key, token, address, expires) values (?, ?, ?, ?, " + EXPIRES + ")"
                        + " on conflict (rule_set, key) do update"
                        + " set token = excluded.token, address = excluded.address, expires = excluded.expires"
                        + " where l.expires < clock_timestamp() or l.token = ?")) {
            setRow(insert, key, self);
            insert.setString(6, instead.map(Token::hex).orElse(""));
            return insert.executeUpdate() > 0;
        }
    }

    /** Takes the lease if nobody has it, and changes nothing if one has run out. */
    boolean takeFree(Connection connection, Key key, Holder self) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into lease (rule_set, key, token, address, expires) values (?, ?, ?, ?, " + EXPIRES
                        + ") on conflict do nothing")) {
            setRow(insert, key, self);
            return insert.executeUpdate() > 0;
        }
    }

    /** Who has the lease; empty if nobody has it any more. */
    Optional<Holder> holder(Connection connection, Key key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select address, token from lease where rule_set = ? and key = ?")) {
            setRow(select, 1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Holder(row.getString(1), new Token(row.getString(2))))
                        : Optional.empty();
            }
        }
    }

    /**
     * Holds the lease until the transaction ends. One that has run out is as good as another, as long as nobody has taken it.
     *
     * @return false if it is not in the table any more
     */
    boolean lock(Connection connection, Key key, Token token) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select from lease where rule_set = ? and key = ? and token = ? for update")) {
            setRow(lock, 1, key);
            lock.setString(3, token.hex());
            try (ResultSet row = lock.executeQuery()) {
                return row.next();
            }
        }
    }

    /** @return those that are in the table, and were renewed */
    Set<Token> renew(Connection connection, Collection<Token> tokens) throws SQLException {
        Array all =
                connection.createArrayOf("text", tokens.stream().map(Token::hex).toArray());
        Set<Token> renewed = new HashSet<>();
        try (PreparedStatement update = connection.prepareStatement(
                "update lease set expires = " + EXPIRES + " where token = any(?) returning token")) {
            update.setLong(1, millis);
            update.setArray(2, all);
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    renewed.add(new Token(rows.getString(1)));
                }
            }
        }
        return renewed;
    }

    void release(Connection connection, Key key, Token token) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from lease where rule_set = ? and key = ? and token = ?")) {
            setRow(delete, 1, key);
            delete.setString(3, token.hex());
            delete.executeUpdate();
        }
    }

    /** Deletes those of servers that are gone. */
    static void sweep(Connection connection) throws SQLException {
        try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("delete from lease where expires < clock_timestamp() - interval '1 minute'");
        }
    }

    private void setRow(PreparedStatement insert, Key key, Holder self) throws SQLException {
        setRow(insert, 1, key);
        insert.setString(3, self.token().hex());
        insert.setString(4, self.address());
        insert.setLong(5, millis);
    }

    private void setRow(PreparedStatement statement, int first, Key key) throws SQLException {
        statement.setInt(first, rules.id());
        statement.setBytes(first + 1, RecordingTable.bytes(key));
    }
}
