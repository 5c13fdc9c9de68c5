package io.reprise.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:80 | nothing listens there
                    finishConnect(..) failed with error(-113): No route to host: /10.0.0.1:80 | there is no route to this machine
                    connect(..) failed with error(-101): Network is unreachable: /[2001:db8::1]:443 | the network cannot be reached
                    connect(..) failed with error(-13): Permission denied | the system does not allow it
                    recvAddress(..) failed with error(-104): Connection reset by peer | the other side reset the connection
                    writeAddress(..) failed with error(-32): Broken pipe | the other side closed the connection
                    bind(..) failed with error(-98): Address already in use | another program listens there already
                    socket(..) failed with error(-24): Too many open files | this process has too many files and connections open
                    (certificate_unknown) PKIX path building failed: sun.security.provider.certpath.X: y | its certificate is not signed by a trusted authority
                    No subject alternative DNS name matching a.test found. | its certificate is for another host
                    Connection was closed | the other side closed the connection
                    something(..) failed with error(-71): Protocol error | the connection failed
                    io.netty.channel.StacklessSomethingException: x | the connection failed
                    """)
    void isSaidInPlainWords(String said, String words) {
        assertThat(ConnectionFailure.words(new IOException(said))).isEqualTo(words);
        assertThat(ConnectionFailure.words(new IllegalStateException("outer", new ConnectException(said))))
                .isEqualTo(words.equals("the connection failed") ? "outer" : words);
    }

    @Test
    void isKnownByItsKind() {
        assertThat(Stream.of(
                                new UnknownHostException("Failed to resolve 'x.invalid' [A(1)]"),
                                new NotSslRecordException("not an SSL/TLS record: 485454502f"),
                                new TooLongHttpHeaderException("HTTP header is larger than 8192 bytes."),
                                new ClosedChannelException(),
                                new SSLHandshakeException("Received fatal alert: handshake_failure"),
                                new SSLHandshakeException("Received fatal alert: internal_error"),
                                new NumberFormatException("For input string: \"five\""),
                                new IOException())
                        .map(ConnectionFailure::words))
                .containsExactly(
                        "no host has this name",
                        "the other side does not speak TLS at this port",
                        "the head of the answer is too long",
                        "the other side closed the connection",
                        "the two sides have no version or cipher of TLS in common",
                        "the other side ended the handshake of TLS: internal error",
                        "what the other side sent is not HTTP",
                        "the connection failed");
    }
}
