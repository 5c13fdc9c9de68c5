package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.packaged.PackagedProgram.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java tells nobody which variable is wrong. */
class LauncherTest {
    @TempDir
    Path directory = Path.of("");

    private List<String> said(String variable, String value) throws Exception {
        try (PackagedProgram program = PackagedProgram.start(directory, Map.of(variable, value), "--version")) {
            Ended ended = program.end();
            assertThat(ended.status()).isNotZero();
            assertThat(ended.out()).isEmpty();
            return ended.err();
        }
    }

    @Test
    void namesAWrongJavaHome() throws Exception {
        assertThat(said("REPRISE_JAVA_HOME", "/nonexistent/java"))
                .singleElement()
                .asString()
                .startsWith("reprise: REPRISE_JAVA_HOME is wrong: there is no program '/nonexistent/java/bin/java'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xfoo", "-XX:+NoSuchOption", "-Xmx1", "-Xmx1g -Xms2g"})
    void namesWrongJavaOptions(String options) throws Exception {
        assertThat(said("REPRISE_JAVA_OPTS", options))
                .singleElement()
                .asString()
                .startsWith("reprise: Java does not start with REPRISE_JAVA_OPTS='" + options + "': ");
    }

    @Test
    void startsByALinkToItsDirectory() throws Exception {
        Path bin = PackagedProgram.LAUNCHER.toRealPath().getParent();
        Path link = Files.createSymbolicLink(directory.resolve("linked"), bin);
        Process process = new ProcessBuilder(link.resolve("reprise").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }

    /** As in containers, or where the terminal of another machine passes on its locale. The script has no letters but ASCII's, since this test may run in such a locale itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=C",
                "LC_ALL= LC_CTYPE= LANG=",
                "LC_ALL= LC_CTYPE= LANG=POSIX",
                "LC_ALL= LC_CTYPE=UTF-8 LANG=C.UTF-8",
                "LC_ALL= LC_CTYPE= LANG=zz_ZZ.UTF-8"
            })
    void passesOnWhatIsNotAsciiInALocaleWithoutOtherLetters(String locale) throws Exception {
        String script = "letter=$'\\xc3\\xa4'; mkdir \"d$letter\" && cd \"d$letter\" && env X=\"$letter\" " + locale
                + " \"$0\" run --recordings \"r$letter\" -- sh -c 'printf \"%s|%s|%s|%s\" \"$X\" \"$1\" \"$LC_ALL\" \"$(pwd)\"' sh \"$letter\" | od -An -c | tr -d ' \\n'";
        Process process = new ProcessBuilder("bash", "-c", script, PackagedProgram.LAUNCHER.toString())
                .directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(said)
                .as(Files.readString(directory.resolve("err"), StandardCharsets.ISO_8859_1))
                .startsWith("303244|303244|" + (locale.startsWith("LC_ALL=C") ? "C" : "") + "|")
                .endsWith("/d303244");
    }
}
