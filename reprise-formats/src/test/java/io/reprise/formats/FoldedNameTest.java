package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedNameTest {
    @Test
    void isTheSameWhereAFileSystemMayTakeNamesForTheSame() {
        assertThat(FoldedName.of("Chat/Hi")).isEqualTo(FoldedName.of("chat/hi"));
        assertThat(FoldedName.of("\u00c4")).isEqualTo(FoldedName.of("a\u0308"));
        assertThat(FoldedName.of("a")).isNotEqualTo(FoldedName.of("\u00e4"));
    }
}
