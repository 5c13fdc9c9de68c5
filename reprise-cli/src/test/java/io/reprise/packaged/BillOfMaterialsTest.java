package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code sbom.json} of the distribution tells scanners what it consists of. */
class BillOfMaterialsTest {
    private static final Path DISTRIBUTION = Path.of("target/reprise");
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

    @Test
    void namesExactlyTheJarsOfTheDistribution() throws IOException {
        Json bill = bill();

        Stream<String> named = Stream.concat(
                        Stream.of(bill.at("metadata", "component").orElseThrow()), bill.list("components").stream())
                .map(BillOfMaterialsTest::jar);
        assertThat(named).containsExactlyInAnyOrderElementsOf(jars());
    }

    @Test
    void namesLicencesAndDigests() throws IOException {
        assertThat(bill().list("components"))
                .filteredOn(component -> !component.text("group").equals("io.reprise"))
                .allSatisfy(component -> {
                    assertThat(component.list("licenses"))
                            .as(component.text("name"))
                            .isNotEmpty();
                    assertThat(component.list("hashes"))
                            .as(component.text("name"))
                            .isNotEmpty();
                    assertThat(component.text("purl")).startsWith("pkg:maven/");
                });
    }

    private static Json bill() throws IOException {
        return Json.parse(Files.readString(DISTRIBUTION.resolve("sbom.json")));
    }

    private static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.walk(DISTRIBUTION.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    private static String jar(Json component) {
        Matcher classifier = CLASSIFIER.matcher(component.text("purl"));
        String end = classifier.find() ? "-" + classifier.group(1) : "";
        return component.text("name") + "-" + component.text("version") + end + ".jar";
    }
}
