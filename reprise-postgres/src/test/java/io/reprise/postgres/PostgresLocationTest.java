package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresLocationTest {
    private static PostgresLocation parse(String url, Map<String, String> environment) {
        return PostgresLocation.parse(url, name -> Optional.ofNullable(environment.get(name)));
    }

    @Test
    void takesTheLoginOutOfTheUrl() {
        PostgresLocation location = parse(
                "postgresql://me:p%40ss@db.example:5433/llm?schema=tapes&project=shop&sslmode=verify-full", Map.of());

        assertThat(location.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/llm");
        assertThat(location.properties())
                .containsEntry("user", "me")
                .containsEntry("password", "p@ss")
                .containsEntry("sslmode", "verify-full")
                .doesNotContainKeys("schema", "project");
        assertThat(location.schema()).isEqualTo("tapes");
        assertThat(location.project()).isEqualTo("shop");
        assertThat(location.forPeople()).isEqualTo("postgresql://db.example:5433/llm?schema=tapes&project=shop");
    }

    @Test
    void takesTheLoginFromTheEnvironmentWhereTheUrlHasNone() {
        Map<String, String> environment = Map.of("PGUSER", "env", "PGPASSWORD", "secret");

        assertThat(parse("postgres://db/llm", environment).properties())
                .containsEntry("user", "env")
                .containsEntry("password", "secret");
        assertThat(parse("postgres://me@db/llm", environment).properties())
                .containsEntry("user", "me")
                .containsEntry("password", "secret");
    }

    @Test
    void takesSeveralHostsOfWhichOneIsThePrimary() {
        PostgresLocation location = parse("postgresql://me@one:5432,two:5433/llm", Map.of());

        assertThat(location.jdbcUrl()).isEqualTo("jdbc:postgresql://one:5432,two:5433/llm");
        assertThat(location.properties()).containsEntry("targetServerType", "primary");
    }

    @Test
    void letsTheUrlSetWhatTheDriverKnows() {
        assertThat(parse("postgresql://db/llm?socketTimeout=5&service=team", Map.of())
                        .properties())
                .containsEntry("socketTimeout", "5")
                .containsEntry("service", "team")
                .containsEntry("connectTimeout", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgresql://db | a URL of PostgreSQL names a database, such as postgresql://host/reprise",
                "postgresql://me:a b@db/llm | the URL of the database is malformed; write special characters of a"
                        + " password as a percent sign and two digits, or set PGPASSWORD",
                "postgresql://db/llm?schema=Big | the parameter 'schema' of the database's URL has up to 63 lower-case"
                        + " letters, digits and underscores, not 'Big'",
                "postgresql://db/llm?project=-x | the parameter 'project' of the database's URL has up to 100 letters,"
                        + " digits, dots, slashes, hyphens and underscores, not '-x'"
            })
    void saysWhatIsWrong(String url, String message) {
        assertThatThrownBy(() -> parse(url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
