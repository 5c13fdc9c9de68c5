package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesMemberTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"bytes\":\"e30=\"}              | \"e30=\" | -",
                "{\"a\":1, \"bytes\" :  \"e30=\" }  | \"e30=\" | -",
                "{\"bytes\": [1, {}]}              | -       | [1, {}]",
                "{\"bytes\": {\"bytes\":\"x\"}}    | -       | {\"bytes\":\"x\"}",
                "{\"bytes\": 1}                    | -       | -",
                "{\"bytes\": null}                 | -       | -",
                "{\"a\": {\"bytes\":\"x\"}}        | -       | -",
                "{\"a\": \"bytes\"}                | -       | -",
                "{\"bytes\":                       | -       | -",
                "{}                                | -       | -",
            })
    void isTheValueOfTheObjectsOwnMember(String object, String quoted, String container) {
        assertThat(BytesMember.quoted(object).map(part -> text(object, part)).orElse(null))
                .isEqualTo(quoted);
        assertThat(BytesMember.container(object).map(part -> text(object, part)).orElse(null))
                .isEqualTo(container);
    }

    private static String text(String object, Payload.Part part) {
        return object.substring(part.start(), part.end());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}     | true",
                "[1]    | true",
                "`{} `  | false",
                "` {}`  | false",
                "{]     | false",
                "1      | false",
                "\"a\" | false",
                "``     | false",
                "{\"a\":1}x | false"
            })
    void canContainWholeArraysAndObjects(String json, boolean expected) {
        assertThat(BytesMember.isContainer(Bytes.utf8(json))).isEqualTo(expected);
    }
}
