package io.reprise.server.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
    @Test
    void saysHowManyOfHowManyHaveBeenRead() {
        ReadingProgress progress = new ReadingProgress(12_300, OptionalLong.of(53_562), false);

        assertThat(progress.words()).isEqualTo("12,300 of 53,562 recordings have been read");
        assertThat(progress.members(new JsonObjectBuilder()).done().write(Layout.COMPACT))
                .isEqualTo("{\"complete\":false,\"read\":12300,\"found\":53562}");
    }

    @Test
    void saysHowManyHaveBeenReadBeforeAllHaveBeenCounted() {
        ReadingProgress progress = new ReadingProgress(0, OptionalLong.empty(), false);

        assertThat(progress.words()).isEqualTo("0 recordings have been read so far");
        assertThat(progress.members(new JsonObjectBuilder()).done().write(Layout.COMPACT))
                .isEqualTo("{\"complete\":false,\"read\":0,\"found\":null}");
    }
}
