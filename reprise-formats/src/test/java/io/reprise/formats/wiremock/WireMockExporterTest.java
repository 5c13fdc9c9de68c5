package io.reprise.formats.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.Exported;
import io.reprise.formats.ExporterContract;
import io.reprise.formats.Format;
import io.reprise.formats.FormatException;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireMockExporterTest extends ExporterContract {
    @Override
    protected Format format() {
        return new WireMockFormat();
    }

    @Override
    protected Exchange any(Random random, int number) {
        return random.nextInt(3) == 0 ? stream(random, number) : whole(random, number);
    }

    @Test
    void anAnswerThatComesOrGoesChangesTheScenario() throws IOException {
        List<Recording> two = List.of(recording("h.example", 1), recording("h.example", 2));

        export(List.of(two.get(0)));
        assertThat(scenarios()).containsExactly("  ");
        export(two);
        assertThat(scenarios()).containsExactlyInAnyOrder("Started 2 1", "2  2");
        List<Exported> again = export(two);
        assertThat(again)
                .allSatisfy(each -> assertThat(each).extracting("isChanged").isEqualTo(false));
        assertThat(scenarios()).containsExactlyInAnyOrder("Started 2 1", "2  2");
        export(List.of(two.get(0)));

        assertThat(scenarios()).containsExactly("  ");
    }

    @Test
    void mappingsOfNoRecordingAreDeletedUnlessSomebodyElseHasWrittenThem() throws IOException {
        export(List.of(recording("h.example", 1), recording("h.example", 2)));
        Path own = directory.resolve("a/mappings/own.json");
        Files.writeString(own, "{\"request\":{\"url\":\"/own\"}}");

        export(List.of(recording("h.example", 1)));

        assertThat(mappings()).hasSize(2).contains(own);
    }

    @Test
    void aMappingThatSomebodyElseHasWrittenStays() throws IOException {
        Recording recording = recording("h.example", 1);
        export(List.of(recording));
        Path file = mappings().get(0);
        for (String foreign : List.of("{\"request\":{\"url\":\"/own\"}}", "{ not finished")) {
            Files.writeString(file, foreign);

            assertThatThrownBy(() -> export(List.of(recording)))
                    .isInstanceOf(FormatException.class)
                    .hasMessage("'" + directory.relativize(file)
                            + "' is not a file of an earlier export; name another directory");

            assertThat(file).hasContent(foreign);
        }
        Files.writeString(file, "");
        export(List.of(recording));
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void eachTestHasARootOfItsOwnAlsoWhereFileSystemsIgnoreCase() {
        List<Exported> exported = export(List.of(ofTest(""), ofTest("Com//x"), ofTest("com//x"), ofTest("no-test")));

        assertThat(exported.stream()
                        .map(each -> ((Exported.Written) each).location().replaceFirst("/mappings/.*", "")))
                .containsExactly("no-test", "Com/x", "com/x-2", "no-test-2");
        assertThat(exported.stream()
                        .map(each -> ((Exported.Written) each).losses().size()))
                .containsExactly(0, 0, 1, 1);
    }

    @Test
    void mappingsOfAnotherTestAreNotDeleted() throws IOException {
        export(List.of(recording("h.example", 1)));
        Path file = mappings().get(0);
        Path other = directory.resolve("a/mappings/other.json");
        Files.writeString(other, Files.readString(file).replace("\"test\": \"a\"", "\"test\": \"A\""));

        export(List.of(recording("h.example", 1)));

        assertThat(mappings()).containsExactlyInAnyOrder(file, other);
    }

    private static Recording ofTest(String name) {
        return new Recording(
                new TestId(name), "h.example", 1, recording("h.example", 1).exchange());
    }

    @Test
    void namesAnUpstreamThatWireMockDoesNotTellFromAnother() {
        Loss loss = new Loss(
                "upstream", "another upstream answers the same request, and WireMock does not tell them apart");

        List<Exported> exported = export(List.of(recording("h.example", 1), recording("other.example", 1)));

        assertThat(((Exported.Written) exported.get(0)).losses()).isEmpty();
        assertThat(((Exported.Written) exported.get(1)).losses()).containsExactly(loss);
    }

    /** Of each mapping its states, and what it answers where it is in a scenario. */
    private List<String> scenarios() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : mappings()) {
            Json mapping = Json.parse(Files.readString(file));
            found.add(mapping.text("requiredScenarioState") + " " + mapping.text("newScenarioState") + " "
                    + (mapping.text("scenarioName").isEmpty() ? "" : mapping.text("response", "body")));
        }
        return found;
    }

    private List<Path> mappings() throws IOException {
        try (var files = Files.list(directory.resolve("a/mappings"))) {
            return files.toList();
        }
    }

    private static Recording recording(String upstream, int occurrence) {
        Exchange exchange = new Exchange(
                Request.post("/v1/x", "{}"), Response.whole(200, "text/plain", Bytes.utf8("" + occurrence)));
        return new Recording(new TestId("a"), upstream, occurrence, exchange);
    }
}
