package io.reprise.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Columns of many rows as arrays, so that one statement serves all of them. */
record SqlArrays(Connection connection) {
    <T> Array texts(List<T> rows, Function<T, String> column) throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(column).toArray());
    }

    <T> Array longs(List<T> rows, Function<T, Long> column) throws SQLException {
        return connection.createArrayOf("int8", rows.stream().map(column).toArray());
    }

    <T> Array integers(List<T> rows, Function<T, Integer> column) throws SQLException {
        return connection.createArrayOf("int4", rows.stream().map(column).toArray());
    }

    <T> Array bytes(List<T> rows, Function<T, byte[]> column) throws SQLException {
        return connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }
}
