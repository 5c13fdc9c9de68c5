package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Blocks of Java compile against the modules. Classes of clients are not there: of these, only the names are known. What follows {@code // before} is
 * code of another tool, so that only its syntax is looked at. {@code JavaPageTest} of reprise-config runs the code of docs/java.md.
 */
class JavaInPagesTest {
    /** What code in pages takes from clients of model APIs, from Spring, Quarkus and Micronaut, and from the project of the reader. */
    private static final Set<String> OF_OTHERS = Set.of(
            "OpenAIClient",
            "OpenAIOkHttpClient",
            "AnthropicClient",
            "AnthropicOkHttpClient",
            "OpenAiChatModel",
            "OpenAiChatOptions",
            "ChatModel",
            "SpringBootTest",
            "Autowired",
            "QuarkusTest",
            "WithTestResource",
            "MicronautTest",
            "Inject",
            "Jokes",
            "joke",
            "key",
            "openai",
            "model",
            "base",
            "KEY");

    private static final String IMPORTS =
            "import java.io.*; import java.net.*; import java.nio.charset.*; import java.nio.file.*; import java.util.*;"
                    + " import org.junit.jupiter.api.*; import org.junit.jupiter.api.condition.*; import org.junit.jupiter.api.extension.*;"
                    + " import static org.assertj.core.api.Assertions.assertThat; ";

    /** What stands around a piece of code: it is members of a class, statements, or an expression. */
    private static final List<String> FRAMES =
            List.of("%s", "Object run() throws Exception { if (true) { %s } return null; }", "Object value = %s;");

    /** The classes that a page is about, and what its code takes from the code around it. */
    private static final Map<String, String> ABOUT = Map.of(
            "docs/java.md",
            "import io.reprise.config.*; import io.reprise.core.plan.*; class %1$s extends Around%1$s { %2$s }"
                    + " class Around%1$s { Path directory; String api, question; String ask(String url, String question) { return url; } }");

    private static final String ABOUT_TESTS =
            "import io.reprise.junit.*; class %1$s extends Around%1$s { %2$s } class Around%1$s { Reprise reprise; }";

    private static final Pattern PART = Pattern.compile("(?m)^// (?=before|after)");
    private static final Pattern SYMBOL = Pattern.compile("symbol: +\\w+ (?<name>\\w+)");

    /** A piece of code in a page. */
    private record Piece(String where, String template, String code) {
        boolean isOfAnotherTool() {
            return code.startsWith("before");
        }

        Source in(String frame, String name) {
            String body = frame.formatted((isOfAnotherTool() || code.startsWith("after") ? "// " : "") + code + "\n");
            return new Source(name, IMPORTS + template.formatted(name, body));
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    @Test
    void compilesAgainstTheModules() throws IOException {
        List<Source> sources = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Piece piece : pieces()) {
            String name = "Piece" + sources.size();
            Optional<Source> source = FRAMES.stream()
                    .map(frame -> piece.in(frame, name))
                    .filter(each -> syntaxErrors(each).isEmpty())
                    .findFirst();
            if (source.isEmpty()) {
                problems.add(piece.where() + ": " + syntaxErrors(piece.in(FRAMES.get(0), name)));
            } else if (!piece.isOfAnotherTool()) {
                sources.add(source.get());
            }
        }
        problems.addAll(errors(sources));

        assertThat(sources).as("pieces of code").hasSizeGreaterThan(10);
        assertThat(problems).isEmpty();
    }

    private static List<Piece> pieces() {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(block -> block.language().equals("java"))
                        .flatMap(block -> PART.splitAsStream(block.text())
                                .filter(part -> !part.isBlank())
                                .map(part -> new Piece(
                                        page + ":" + block.line(),
                                        ABOUT.getOrDefault(page.name(), ABOUT_TESTS),
                                        part))))
                .toList();
    }

    private static List<String> syntaxErrors(Source source) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try {
            task(List.of(source), found).parse();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return said(found).toList();
    }

    private static List<String> errors(List<Source> sources) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        task(sources, found).analyze();
        return said(found).filter(error -> !isOfOthers(error)).toList();
    }

    private static boolean isOfOthers(String error) {
        Matcher symbol = SYMBOL.matcher(error);
        return symbol.find() && OF_OTHERS.contains(symbol.group("name"));
    }

    private static Stream<String> said(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR && each.getSource() instanceof Source)
                .map(each -> each.getMessage(Locale.ENGLISH) + "\nin " + text(each.getSource()));
    }

    private static String text(JavaFileObject source) {
        return ((Source) source).text.substring(IMPORTS.length());
    }

    private static JavacTask task(List<Source> sources, DiagnosticCollector<JavaFileObject> found) {
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-Xmaxerrs",
                "10000",
                "-cp",
                PageSession.classPath(),
                "-sourcepath",
                Path.of("../reprise-junit/src/main/java").toString());
        return (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, sources);
    }
}
