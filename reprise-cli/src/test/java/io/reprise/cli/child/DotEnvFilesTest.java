package io.reprise.cli.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvFilesTest {
    @TempDir
    Path directory;

    private Path repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = Files.createDirectories(directory.resolve("repository"));
        Files.createDirectory(repository.resolve(".git"));
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void namesTheVariablesThatHaveAValue() throws IOException {
        write(repository.resolve(".env"), "A=1\n  export B = 'two'\r\n#C=3\nD=\nE= # nothing\nno line\n=x\n");

        assertThat(DotEnvFiles.variables(repository)).containsExactly("A", "B");
    }

    @Test
    void looksAtTheDirectoriesAboveAsFarAsTheRepository() throws IOException {
        write(directory.resolve(".env"), "OUTSIDE=1\n");
        write(repository.resolve(".env.local"), "ABOVE=1\n");
        write(repository.resolve("tests/.env.test"), "HERE=1\n");
        write(repository.resolve("tests/.environment"), "OTHER=1\n");
        Files.createDirectory(repository.resolve("tests/.env"));

        assertThat(DotEnvFiles.variables(repository.resolve("tests"))).containsExactly("ABOVE", "HERE");
    }

    @Test
    void aFileThatIsNoTextOrTooLargeOrAMissingDirectoryNamesNothing() throws IOException {
        Files.write(repository.resolve(".env.bin"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(repository.resolve(".env.large"), "A=" + "1".repeat(2 << 20) + "\n");

        assertThat(DotEnvFiles.variables(repository)).isEmpty();
        assertThat(DotEnvFiles.variables(repository.resolve("missing"))).isEmpty();
    }
}
