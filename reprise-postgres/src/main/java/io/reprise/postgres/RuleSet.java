package io.reprise.postgres;

import io.reprise.core.key.KeyRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        byte[] fingerprint = fingerprint(rules);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into rule_set (project, fingerprint) values (?, ?) on conflict do nothing")) {
            insert.setString(1, project);
            insert.setBytes(2, fingerprint);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select id from rule_set where project = ? and fingerprint = ?")) {
            select.setString(1, project);
            select.setBytes(2, fingerprint);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new RuleSet(row.getInt(1));
            }
        }
    }

    /** Of the rules as people write them, in their order. */
    private static byte[] fingerprint(KeyRules rules) {
        String text = rules.rules().stream().map(Object::toString).collect(Collectors.joining("\n"));
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }
}
