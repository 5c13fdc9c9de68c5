package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no database; reprise-postgres tests the rest. */
class StoreCommandTest {
    @TempDir
    Path directory;

    private CommandRunner commands;

    @BeforeEach
    void run() {
        commands = new CommandRunner(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "init --recordings here | 'here' is a directory, which needs no tables; give the URL of a database, such as"
                        + " --recordings postgresql://host/database",
                "statsu | store takes one of init, migrate, status, log, prune, not 'statsu'; did you mean 'status'?",
                "log --last 0 --recordings postgresql://127.0.0.1:1/db | --last 0 is not a number of changes, from 1",
                "prune --recordings postgresql://127.0.0.1:1/db | store prune needs a limit: --max-age 90d, --unused 30d,"
                        + " --max-size 10GiB, or several of them",
                "prune --unused 30 --recordings postgresql://127.0.0.1:1/db | --unused: '30' has no unit; write 30d for days, or off",
                "init status | store takes one of init, migrate, status, log, prune",
                "init --recordings postgresql://host | --recordings: a URL of PostgreSQL names a database, such as"
                        + " postgresql://host/reprise"
            })
    void saysWhatIsWrong(String arguments, String message) {
        Ended ended = commands.run(("store " + arguments).split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("reprise: " + message + "\n");
    }

    @Test
    void saysThatNoDatabaseIsThere() {
        Ended ended = commands.run("store", "status", "--recordings", "postgresql://me:hidden@127.0.0.1:1/db");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("reprise: the version of the store cannot be read: 'postgresql://127.0.0.1:1/db")
                .contains("cannot be reached")
                .doesNotContain("hidden");
    }
}
