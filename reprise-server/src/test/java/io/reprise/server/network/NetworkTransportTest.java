package io.reprise.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTransportTest {
    @ParameterizedTest
    @EnumSource(NetworkTransport.class)
    void isReadAsItIsWritten(NetworkTransport networking) {
        assertThat(NetworkTransport.parse(networking.toString())).isEqualTo(networking);
    }

    @Test
    void takesEpollWhereThisMachineHasIt() {
        assertThat(NetworkTransport.AUTO.transport())
                .isEqualTo(Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO);
    }

    @Test
    void refusesAWordThatIsNone() {
        assertThatThrownBy(() -> NetworkTransport.parse("kqueue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no transport 'kqueue'; there are auto, io_uring, epoll, nio");
    }
}
