package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModeTest {
    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(Mode mode) {
        assertThat(Mode.parse(mode.toString())).isEqualTo(mode);
        assertThat(Mode.parse(" " + mode.name().replace('_', '-') + " ")).isEqualTo(mode);
        assertThat(mode.toString()).matches("[a-z-]+");
    }

    @ParameterizedTest
    @EnumSource
    void sayingWhatComesAfterTheLastIsReadAsItIsWritten(Repeat repeat) {
        assertThat(Repeat.parse(repeat.toString())).isEqualTo(repeat);
        assertThat(Repeat.parse(" " + repeat.name())).isEqualTo(repeat);
        assertThat(repeat.toString()).matches("[a-z]+");
    }

    @ParameterizedTest
    @EnumSource
    void isNoOtherText(Mode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mode.parse(mode + "s"))
                .withMessage("'" + mode + "s' is not a mode; the modes are live, record, replay, record-if-missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Repeat.parse("first"))
                .withMessage("'first' is not a value of repeat; the values are last, cycle and miss");
    }
}
