package io.reprise.formats.yaml;

import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;

/** The value of a file of YAML or JSON, read once for all formats. */
public record YamlFile(Value root) {
    /**
     * The file; null if it is named as JSON, and is none.
     *
     * @throws DocumentException if it is YAML by its name, and broken
     */
    public static YamlFile of(Document document) {
        return document.once(YamlFile.class, YamlFile::read);
    }

    private static YamlFile read(Document document) {
        if (document.name().endsWith(".json")) {
            return new YamlFile(document.json().map(Value::of).orElse(Value.NULL));
        }
        String text = document.text().orElseThrow(() -> new DocumentException("it is not UTF-8"));
        return new YamlFile(YamlReader.read(text));
    }
}
