package io.reprise.core.family.generic;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelyIdsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id | \"EPRU-72kfP\" | ID",
                "id | \"record-id-1\" |",
                "id         | \"job-83ncuf92ns8\"                       | ID",
                "task_id    | \"0b3c0c56-7f1f-4e0c-9f5b-3a53f3f1b1aa\"  | ID",
                "contextId  | \"0b3c0c56-7f1f-4e0c-9f5b-3a53f3f1b1aa\"  | ID",
                "name       | \"files/a8f3k29dm2lq\"                    | ID",
                "id         | \"blue\"                                  |",
                "id         | \"gpt-4o-mini-2024-07-18\"                |",
                "id         | 7                                         |",
                "name       | \"a8f3k29dm2lq\"                          |",
                "output_file | \"0b3c0c56-7f1f-4e0c-9f5b-3a53f3f1b1aa\" | ID",
                "setup_intent | \"seti_1NXv2BJZ8fk3mdKq\"              | ID",
                "language   | \"programming_languagesandsoon\"          |",
                "files      | [\"0b3c0c56-7f1f-4e0c-9f5b-3a53f3f1b1aa\"] | ID",
                "task_ids   | [\"job-83ncuf92ns8\", \"job-93ncuf92ns8\"] | ID",
                "task_ids   | [\"job-83ncuf92ns8\", \"blue\"]          |",
                "text       | \"0b3c0c56-7f1f-4e0c-9f5b-3a53f3f1b1aa\"  |",
                "text       | \"job-83ncuf92ns8\"                       |",
                "created_at | \"2026-11-26T10:00:00.123Z\"              | TIME",
                "createTime | \"2026-11-26T10:00:00Z\"                  | TIME",
                "created    | 1764151200                                | TIME",
                "updated_at | 1764151200123                             | TIME",
                "created    | 12                                        |",
                "created_at | \"yesterday\"                             |",
                "signature  | \"EqYCCpMBCBAYAipAsqrYOGEqLx4yVo0cVjQV\"  | STATE",
                "signature  | \"yours, Bob\"                            |",
            })
    void aMemberCountsByItsNameAndItsValue(String name, String value, Volatility expected) {
        if (expected == null) {
            assertThat(LikelyIds.why(name, Json.parse(value))).isEmpty();
        } else {
            assertThat(LikelyIds.why(name, Json.parse(value))).contains(expected);
        }
    }

    @Test
    void aNameOfVeryManyPartsIsNoId() {
        assertThat(LikelyIds.why("name", new Json.JsonString("files" + "/a1".repeat(100_000))))
                .isEmpty();
    }
}
