package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkingTest {
    @ParameterizedTest
    @EnumSource(Networking.class)
    void isReadAsItIsWritten(Networking networking) {
        assertThat(Networking.parse(networking.toString())).isEqualTo(networking);
    }

    @Test
    void takesEpollWhereThisMachineHasIt() {
        assertThat(Networking.AUTO.transport())
                .isEqualTo(Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO);
    }

    @Test
    void refusesAWordThatIsNone() {
        assertThatThrownBy(() -> Networking.parse("kqueue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no transport 'kqueue'; there are auto, io_uring, epoll, nio");
    }
}
