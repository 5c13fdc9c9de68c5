package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A Jenkinsfile has the sections and steps of a declarative pipeline, each where it belongs; a Dockerfile has known instructions. Neither is run. */
class BuildFilesInPagesTest {
    /** What may stand in each section (Jenkins, "Pipeline Syntax"). */
    private static final Map<String, Set<String>> SECTIONS = Map.of(
            "", Set.of("pipeline"),
            "pipeline", Set.of("agent", "environment", "stages", "post", "triggers"),
            "stages", Set.of("stage"),
            "stage", Set.of("steps", "post"),
            "steps", Set.of("sh", "archiveArtifacts"),
            "post", Set.of("always", "failure", "success"),
            "failure", Set.of("sh", "archiveArtifacts"),
            "triggers", Set.of("cron"));

    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "COPY", "RUN", "WORKDIR", "EXPOSE", "ENV", "USER", "ENTRYPOINT", "CMD", "HEALTHCHECK");

    private static final Pattern TOKEN = Pattern.compile("'[^'\\n]*'|[A-Za-z]\\w*|[{}=()]|(?<other>[^\\s])");

    @Test
    void eachPartOfAPipelineIsWhereItBelongs() {
        List<String> problems = new ArrayList<>();
        blocks("groovy").forEach(block -> problems.addAll(problemsOfPipeline(block.text())));

        assertThat(problems).isEmpty();
    }

    @Test
    void aPartThatIsNotWhereItBelongsIsNoticed() {
        assertThat(problemsOfPipeline("pipeline { agent any\n steps { sh 'true' } }"))
                .containsExactly("'steps' in 'pipeline'");
        assertThat(problemsOfPipeline("pipeline { agent any")).containsExactly("not closed: [pipeline]");
    }

    @Test
    void eachInstructionOfADockerfileIsKnown() {
        blocks("dockerfile").forEach(block -> {
            for (String instruction : block.text().replace("\\\n", " ").split("\n")) {
                String[] words = instruction.split(" ", 2);
                assertThat(INSTRUCTIONS).contains(words[0]);
                if (words[1].startsWith("[")) {
                    assertThatCode(() -> Json.parse(words[1])).doesNotThrowAnyException();
                }
            }
        });
    }

    private static List<String> problemsOfPipeline(String text) {
        List<String> problems = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>();
        String statement = "";
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group();
            String section = open.isEmpty() ? "" : open.peek();
            if (token.group("other") != null || word.equals("}") && open.isEmpty()) {
                problems.add("unexpected " + word);
            } else if (word.equals("{")) {
                open.push(statement);
            } else if (word.equals("}")) {
                open.pop();
            } else if (beginsStatement(text, token.start())) {
                statement = word;
                if (!section.equals("environment")
                        && !SECTIONS.getOrDefault(section, Set.of()).contains(word)) {
                    problems.add("'" + word + "' in '" + section + "'");
                }
            }
        }
        if (!open.isEmpty()) {
            problems.add("not closed: " + open);
        }
        return problems;
    }

    private static boolean beginsStatement(String text, int at) {
        return text.substring(0, at).matches("(?s)(.*[{}\\n])? *");
    }

    private static Stream<Page.Block> blocks(String language) {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals(language));
    }
}
