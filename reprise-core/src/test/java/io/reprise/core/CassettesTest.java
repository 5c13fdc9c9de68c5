package io.reprise.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CassettesTest {
    @Test
    void plainScalarsAreReadAsPyYamlWroteThem() {
        Json read = CassetteYaml.parse("""
                string: 1e3
                hex: 0x1F
                date: 2026-01-02
                on: on
                quoted: '12'
                number: 12
                small: 1.0e-05
                nothing: null
                ? !!python/object/apply:multidict._multidict.istr
                - Content-Type
                : - text/plain
                body: !!binary |
                  aGVs
                  bG8=
                """);

        assertThat(read).isEqualTo(Json.parse("""
                                {"string":"1e3","hex":"0x1F","date":"2026-01-02","on":true,"quoted":"12","number":12,"small":1.0e-05,\
                                "nothing":null,"Content-Type":["text/plain"],"body":{"base64_string":"aGVsbG8="}}"""));
    }

    @Test
    @Tag(Corpora.TAG)
    void everyCassetteIsReadOrCounted() {
        Cassettes cassettes = Cassettes.read();

        Corpora.tried(
                cassettes.exchanges(),
                "read, of " + cassettes.files().size() + " cassettes; without exchanges: "
                        + cassettes.others().size() + "; unreadable: " + cassettes.unreadable());
        assertThat(cassettes.unreadable()).isEmpty();
        assertThat(cassettes.files())
                .allSatisfy(file -> assertThat(file.exchanges())
                        .allSatisfy(exchange ->
                                assertThat(exchange.request().path()).startsWith("/")));
    }
}
