package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsLocationTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void aPathIsADirectoryThatNeedNotExist() {
        RecordingsLocation location = location("new");

        try (Store store = location.open(warning -> {})) {
            assertThat(store).isInstanceOf(DirectoryStore.class);
        }
        assertThat(location.directory()).isEqualTo(directory.resolve("new"));
        assertThat(location.directory()).doesNotExist();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> location.existing(warning -> {}))
                .withMessage("there is no directory 'new'; --recordings DIR names the one with the recordings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    postgresql://me:secret@host/db | postgresql:… | a directory, such as ./recordings
                    postgres:db                    | postgres:… | a directory, such as ./recordings
                    jdbc:postgresql://host/db      | jdbc:… | a directory, such as ./recordings
                    S3://bucket/x                  | S3:… | a directory, such as ./recordings
                    s3:/bucket                     | s3:… | a directory, such as ./recordings
                    s3:bucket                      | s3:… | a directory, such as ./recordings
                    http://host/x                  | http:… | a directory, such as ./recordings
                    file:///tmp/x                  | file:… | the directory as a path: /tmp/x
                    file:/tmp/x                    | file:… | the directory as a path: /tmp/x
                    file:x                         | file:… | a directory, such as ./recordings
                    """)
    void aUrlWithoutAStoreIsRefused(String url, String shown, String remedy) {
        GivenSettings given = new GivenSettings(directory).flag(Setting.RECORDINGS, url);

        assertThatIllegalArgumentException()
                .isThrownBy(given::configuration)
                .withMessage("--recordings: recordings cannot be at '" + shown
                        + "': there is no store for this kind of URL; give " + remedy + ", or elsewhere://…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "runs:2026", "./a:/b", "C:\\recordings", "C:/recordings", "a b://c"})
    void aPathMayHaveAColon(String text) {
        assertThat(RecordingsLocation.isUrl(text)).isFalse();
    }

    @Test
    void aUrlIsNoDirectory() {
        RecordingsLocation location = location("elsewhere://me:secret@host/database");

        assertThatIllegalArgumentException()
                .isThrownBy(location::directory)
                .withMessage("'elsewhere://me:***@host/database' is not a directory, and this command needs one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordingsLocation.path("file:///tmp/x"))
                .withMessage(
                        "'file:…' is a URL, and only a directory is possible here; give a path, such as" + " /tmp/x");
    }

    @Test
    void aUrlIsOpenedByTheModuleThatKnowsItsScheme() {
        try (Store store = location("Elsewhere://" + directory).open(warning -> {})) {
            assertThat(store).isInstanceOf(DirectoryStore.class);
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> location("elsewhere:///unreachable").existing(warning -> {}))
                .withMessage("nobody answers");
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Files.writeString(directory.resolve("file"), "");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> location("file").directory())
                .withMessage("'file' is not a directory; --recordings DIR names the one with the recordings");
    }

    @Test
    void nothingIsNoPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> location(" "))
                .withMessage("--recordings: ' ' does not name a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://host/db, postgresql://host/db",
        "postgresql://me@host/db, postgresql://me@host/db",
        "postgresql://me:p:w@host:5432/db, postgresql://me:***@host:5432/db",
        "postgresql://me:p@w@host/db, postgresql://me:***@host/db",
        "postgresql://host/db?user=me&password=pw&ssl=true, postgresql://host/db?user=me&password=***&ssl=true",
        "a:b@c, a:b@c",
        "C:\\recordings, C:\\recordings"
    })
    void passwordsAreNotShown(String text, String shown) {
        assertThat(RecordingsLocation.withoutPassword(text)).isEqualTo(shown);
    }

    @Test
    void answersForADatabaseWaitInADirectoryOfItsOwnWhateverItsPassword() {
        GivenSettings given = new GivenSettings(directory)
                .flag(Setting.RECORDINGS, "elsewhere://me:secret@host/database")
                .flag(Setting.MODE, "record")
                .variable("XDG_STATE_HOME", directory.resolve("state").toString());
        SpoolSettings spool = spool(given).orElseThrow();

        assertThat(spool.directory().getParent()).isEqualTo(directory.resolve("state/reprise/spool"));
        assertThat(spool.limit()).isEqualTo(256 << 20);
        assertThat(spool(given.flag(Setting.RECORDINGS, "elsewhere://me@host/database")))
                .hasValue(spool);
        assertThat(spool(given.flag(Setting.RECORDINGS, "elsewhere://me@host/other"))
                        .orElseThrow()
                        .directory())
                .isNotEqualTo(spool.directory());
        assertThat(spool(given.variable("REPRISE_SPOOL_DIRECTORY", "here").flag(Setting.SPOOL, "1MiB"))
                        .orElseThrow())
                .satisfies(other -> assertThat(other.directory().getParent()).isEqualTo(directory.resolve("here")))
                .satisfies(other -> assertThat(other.limit()).isEqualTo(1 << 20));
        assertThat(spool(given.flag(Setting.SPOOL, "off"))).isEmpty();
        assertThat(spool(given.flag(Setting.SPOOL, "1MiB").flag(Setting.MODE, "replay")))
                .isEmpty();
        assertThat(spool(given.flag(Setting.MODE, "record").flag(Setting.RECORDINGS, "a/directory")))
                .isEmpty();
    }

    private Optional<SpoolSettings> spool(GivenSettings given) {
        return RecordingsLocation.of(given.configuration(), directory).spool();
    }

    private RecordingsLocation location(String text) {
        Configuration configuration =
                new GivenSettings(directory).flag(Setting.RECORDINGS, text).configuration();
        return RecordingsLocation.of(configuration, directory);
    }
}
