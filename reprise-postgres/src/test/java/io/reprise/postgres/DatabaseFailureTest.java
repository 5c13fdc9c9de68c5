package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {
    private static final PostgresLocation LOCATION =
            PostgresLocation.parse("postgresql://host/db", name -> Optional.empty());

    private static StoreException told(SQLException failed) {
        return DatabaseFailure.of(LOCATION, "it fails", failed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "57P01", "57P03", "25006", "53100", "53300", "57014", "55P03", "40001", "40P01",
                "58030"
            })
    void whatMayPassIsSaidToBeSo(String state) {
        assertThat(told(new SQLException("said", state)).isAway()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "3D000", "28P01", "42501", "23505", "22021", "XX000"})
    void whatDoesNotPassIsNot(String state) {
        assertThat(told(new SQLException("said", state)).isAway()).isFalse();
    }

    @Test
    void anEmptyPoolMayPassAndItsCauseCounts() {
        SQLTransientConnectionException empty = new SQLTransientConnectionException("no connection");
        assertThat(told(empty).isAway()).isTrue();
        assertThat(told(new SQLTransientConnectionException("no connection", "", 0, new SQLException("no", "28P01")))
                        .isAway())
                .isFalse();
    }
}
