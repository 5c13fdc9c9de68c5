package io.reprise.core.redact.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialFormatsTest {
    private static final Set<String> RULES = Set.of("exact", "random", "crc32", "named");

    @Test
    void areTextsThatAreFoundByAMarkerOrByAName() {
        assertThat(CredentialFormats.ALL).hasSizeGreaterThan(200).allSatisfy(format -> {
            assertThat(format.rules()).isNotEmpty().isSubsetOf(RULES);
            assertThat(format.source()).isNotBlank();
            assertThat(
                            format.isNamed()
                                    ? List.of(format.member())
                                    : format.form().markers())
                    .isNotEmpty()
                    .allSatisfy(marker -> assertThat(marker).hasSizeGreaterThan(1));
        });
        assertThat(CredentialFormats.ALL).extracting(CredentialFormat::name).doesNotHaveDuplicates();
    }

    @Test
    void haveChecksumsOfBase62() {
        // the CRC-32 of "123456789" is cbf43926, as its specification says
        assertThat(Checksums.of("123456789")).isEqualTo("3jZRME");
        assertThat(Checksums.isRight("1234567893jZRME")).isTrue();
        assertThat(Checksums.isRight("1234567893jZRMF")).isFalse();
    }
}
