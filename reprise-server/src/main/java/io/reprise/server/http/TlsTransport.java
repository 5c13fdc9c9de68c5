package io.reprise.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A way to read and write sockets on which each accepted connection may speak TLS or clear text (see {@link TlsDetection}). Vert.x
 * itself knows only ports that speak either.
 */
public final class TlsTransport implements Transport {
    private final Transport plain;
    private final SslContext tls;
    private final Consumer<String> failures;

    /** @param failures is told why a client could not be talked to; called on any thread */
    public TlsTransport(Transport plain, SslContext tls, Consumer<String> failures) {
        this.plain = plain;
        this.tls = tls;
        this.failures = failures;
    }

    @Override
    public String name() {
        return plain.name();
    }

    @Override
    public boolean available() {
        return plain.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return plain.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        io.vertx.core.spi.transport.Transport sockets = plain.implementation();
        Class<io.vertx.core.spi.transport.Transport> type = io.vertx.core.spi.transport.Transport.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(sockets, arguments);
                        return method.getName().equals("serverChannelFactory")
                                ? detecting((ChannelFactory<?>) result)
                                : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause() == null ? thrown : thrown.getCause();
                    }
                }));
    }

    private ChannelFactory<ServerChannel> detecting(ChannelFactory<?> listeners) {
        return () -> {
            Channel listener = listeners.newChannel();
            listener.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object accepted) {
                    TlsDetection.addTo((Channel) accepted, tls, failures);
                    context.fireChannelRead(accepted);
                }
            });
            return (ServerChannel) listener;
        };
    }
}
