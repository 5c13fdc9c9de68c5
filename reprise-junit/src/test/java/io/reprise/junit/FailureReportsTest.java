package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportsTest {
    @TempDir
    Path directory;

    private String page() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("reports"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    private ActiveTest ran(TestServer server, String id, String mode, String words) {
        ActiveTest test = new ActiveTest(
                server, id, Options.NONE, ChosenMode.of(mode, name -> null, name -> null, true), RunScope.CLASS);
        FakeApi.ask(test.url(), words);
        return test;
    }

    @Test
    void thePageOfAFailedTestHasItsConversationUntilItPasses() throws Exception {
        FailureReports reports = new FailureReports(Optional.of(directory.resolve("reports")));
        try (FakeApi api = new FakeApi();
                TestServer server = TestServer.of(
                        new TestServer.Key(
                                new Options.Server(List.of(URI.create(api.url()).toString()), "", List.of()),
                                directory.resolve("recordings"),
                                directory,
                                reports),
                        new java.util.concurrent.ConcurrentHashMap<>(),
                        new Summary())) {
            ActiveTest test = ran(server, "a.T//<b>x</b>", "record", "1 < 2 & \\u202e3");

            test.report(test.end(false), Optional.of(new IllegalStateException("it's \"wrong\"")));
            String page = page();

            assertThat(page)
                    .contains("<h1 dir=\"auto\">a.T//&#60;b&#62;x&#60;/b&#62;</h1>")
                    .contains("<p class=\"facts\">mode record: the test</p>")
                    .contains("IllegalStateException: it&#39;s &#34;wrong&#34;</pre>")
                    .contains("<h2>recorded POST /v1/chat/completions</h2>")
                    .contains("<h3>user</h3>\n<pre dir=\"auto\">1 &#60; 2 &#38; [U+202E]3</pre>")
                    .contains("<h3>assistant, the answer</h3>\n<pre dir=\"auto\">answer 1</pre>")
                    .doesNotContain("<script");

            ActiveTest missed = ran(server, "a.T//<b>x</b>", "replay", "other");
            missed.report(missed.end(true), Optional.empty());
            assertThat(page())
                    .contains("a request of this test had no recording (mode replay: the test)")
                    .contains("<h2>missed POST /v1/chat/completions</h2>");

            ActiveTest passed = ran(server, "a.T//<b>x</b>", "replay", "1 < 2 & \\u202e3");
            passed.report(passed.end(true), Optional.empty());
            assertThat(directory.resolve("reports")).isEmptyDirectory();
        }
    }
}
