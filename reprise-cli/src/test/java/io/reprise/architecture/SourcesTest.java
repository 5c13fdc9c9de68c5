package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What class files do not tell: rules about the text of the sources. */
class SourcesTest {
    private static final Pattern PROVIDER = Pattern.compile(
            "openai|anthropic|claude|ollama|gemini|genai|llama|mistral|azure|watsonx|bedrock|cohere|groq|deepseek|vllm",
            Pattern.CASE_INSENSITIVE);

    /** A failure of files, TLS or native code that is caught, and what follows up to the next line that ends a block. */
    private static final Pattern FAILED = Pattern.compile(
            "catch \\([^)]*(?:IOException|SecurityException|CertificateException|SSLException|LinkageError)[^)]* (\\w+)\\) \\{"
                    + "([^}]*)}");

    /** The end of a group that no backslash has before it, and what repeats it without a limit; a possessive one has a {@code +} behind. */
    private static final Pattern GROUP_WITHOUT_END =
            Pattern.compile("(?<!\\\\)(?:\\\\{4})*+\\)(?:[*+]|\\{[0-9]+,})(?!\\+)");

    @Test
    void noClassOutsideFamiliesAndFormatsKnowsAProvidersName() {
        List<String> offenders = JavaSources.all().stream()
                .filter(file -> !isFamilyOrFormat(file))
                .flatMap(file -> PROVIDER.matcher(JavaSources.withoutComments(file))
                        .results()
                        .map(found -> file + " says '" + found.group() + "'"))
                .distinct()
                .toList();

        assertThat(offenders).isEmpty();
    }

    /** FileFailures and ConnectionFailure say it in plain words. */
    @Test
    void noMessageRepeatsWhatTheSystemSays() {
        List<String> offenders = JavaSources.all().stream()
                .flatMap(file -> FAILED.matcher(JavaSources.withoutComments(file))
                        .results()
                        .filter(caught -> repeats(caught.group(2), caught.group(1)))
                        .map(caught -> file + ": " + caught.group(2).strip()))
                .toList();

        assertThat(offenders).isEmpty();
    }

    private static boolean repeats(String block, String caught) {
        return Pattern.compile(
                        "\\b" + caught + "\\.(getMessage|toString|getReason)\\(\\)|[^,(] \\+ " + caught + "\\b(?!\\.)")
                .matcher(block)
                .find();
    }

    @Test
    void everyPackageIsNullMarked() {
        List<Path> offenders = JavaSources.all().stream()
                .map(Path::getParent)
                .distinct()
                .filter(directory -> !isNullMarked(directory.resolve("package-info.java")))
                .toList();

        assertThat(offenders).isEmpty();
    }

    @Test
    void noFileIsLongerThanFourHundredLines() {
        List<String> offenders = JavaSources.all().stream()
                .filter(file -> lines(file) > 400)
                .map(file -> file + " has " + lines(file) + " lines")
                .toList();

        assertThat(offenders).isEmpty();
    }

    /**
     * The matcher of {@code java.util.regex} calls itself at each repetition of a group, and ends in a StackOverflowError after some
     * thousand of them. It does not where the group is possessive; a limit such as {@code {1,40}} bounds it as well.
     */
    @Test
    void noRegularExpressionRepeatsAGroupWithoutEnd() {
        List<String> offenders = JavaSources.all().stream()
                .flatMap(file -> literals(JavaSources.withoutComments(file)).stream()
                        .filter(literal -> GROUP_WITHOUT_END.matcher(literal).find())
                        .map(literal -> file + ": " + literal))
                .filter(offender -> !offender.contains("not a group such as (?:a|b)*"))
                .toList();

        assertThat(offenders).isEmpty();
    }

    private static List<String> literals(String code) {
        List<String> literals = new ArrayList<>();
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '"' || c == '\'') {
                int end = JavaSources.endOfLiteral(code, at);
                literals.add(code.substring(at, end));
                at = end - 1;
            }
        }
        return literals;
    }

    private static boolean isFamilyOrFormat(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.contains("/io/reprise/core/family/") || path.contains("/io/reprise/formats/");
    }

    private static boolean isNullMarked(Path packageInfo) {
        return Files.exists(packageInfo)
                && JavaSources.withoutComments(packageInfo).contains("@NullMarked");
    }

    private static long lines(Path file) {
        try {
            return Files.readString(file).lines().count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
