package io.reprise.postgres;

import io.reprise.core.key.KeyRules;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * The rules of one server, as the database knows them: recordings have a key under each set of rules that servers use.
 *
 * @param id of its row
 */
record RuleSet(int id) {
    static RuleSet of(Connection connection, String project, KeyRules rules) throws SQLException {
        byte[] text = text(rules);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into rule_set (project, fingerprint) values (?, sha256(?)) on conflict do nothing")) {
            insert.setString(1, project);
            insert.setBytes(2, text);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select id from rule_set where project = ? and fingerprint = sha256(?)")) {
            select.setString(1, project);
            select.setBytes(2, text);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new RuleSet(row.getInt(1));
            }
        }
    }

    /** The rules as people write them, in their order. */
    private static byte[] text(KeyRules rules) {
        return rules.rules().stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
