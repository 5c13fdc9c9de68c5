package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reprise.config.Configuration;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xml.sax.InputSource;

/** Blocks of YAML are accepted as {@code reprise.yaml}, unless they are marked as files of others; blocks of JSON are JSON, blocks of XML are XML. */
class DataInPagesTest {
    /** What variables in examples stand for. */
    private static final Map<String, String> ENVIRONMENT = Map.of("API_KEY", "k", "PROXY_PASSWORD", "p");

    @TempDir
    Path directory = Path.of("");

    @Test
    void yamlIsAcceptedByTheProgram() throws IOException {
        for (Page page : Page.all()) {
            for (Page.Block block : blocks(page, "yaml").toList()) {
                String where = page + ":" + block.line();
                if (block.mark().equals("other")) {
                    assertThat(new Load(LoadSettings.builder().build()).loadFromString(block.text()))
                            .as(where)
                            .isInstanceOfAny(Map.class, List.class);
                } else {
                    Path file = Files.writeString(directory.resolve("reprise.yaml"), block.text());
                    assertThatCode(() -> Configuration.of(new Configuration.Inputs(
                                    Map.of(), List.of(), Optional.of(file), ENVIRONMENT, directory)))
                            .as(where)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void jsonIsJson() {
        for (Page page : Page.all()) {
            blocks(page, "json")
                    .forEach(block -> assertThatCode(() -> Json.parse(block.text()))
                            .as(page + ":" + block.line())
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void xmlIsXml() {
        for (Page page : Page.all()) {
            blocks(page, "xml")
                    .forEach(block -> assertThatCode(() -> DocumentBuilderFactory.newInstance()
                                    .newDocumentBuilder()
                                    .parse(new InputSource(new StringReader(block.text()))))
                            .as(page + ":" + block.line())
                            .doesNotThrowAnyException());
        }
    }

    private static Stream<Page.Block> blocks(Page page, String language) {
        return page.blocks().stream().filter(block -> block.language().equals(language));
    }
}
