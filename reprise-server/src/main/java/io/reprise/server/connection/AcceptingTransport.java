package io.reprise.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslContext;
import io.reprise.server.network.LastingEpollHandler;
import io.vertx.core.transport.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to read and write sockets on which each accepted connection is watched over (see {@link ConnectionWatch}) and, where there is a
 * certificate, may speak TLS or clear text (see {@link TlsDetection}), before Vert.x sees it. Vert.x itself knows only ports that speak either.
 */
public final class AcceptingTransport implements Transport {
    private final Transport plain;
    private final Optional<SslContext> tls;
    private final ConnectionLimits limits;

    public AcceptingTransport(Transport plain, Optional<SslContext> tls, ConnectionLimits limits) {
        this.plain = plain;
        this.tls = tls;
        this.limits = limits;
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
                        return switch (method.getName()) {
                            case "serverChannelFactory" ->
                                preparing((ChannelFactory<?>) method.invoke(sockets, arguments));
                            case "ioHandlerFactory" -> lasting((IoHandlerFactory) method.invoke(sockets, arguments));
                            case "eventLoopGroup" ->
                                InvocationHandler.invokeDefault(proxy, method, arguments); // of these handlers
                            default -> method.invoke(sockets, arguments);
                        };
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause() == null ? thrown : thrown.getCause();
                    }
                }));
    }

    private IoHandlerFactory lasting(IoHandlerFactory handlers) {
        return plain == Transport.EPOLL ? LastingEpollHandler.factory(handlers) : handlers;
    }

    private ChannelFactory<ServerChannel> preparing(ChannelFactory<?> listeners) {
        return () -> {
            Channel listener = listeners.newChannel();
            listener.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object accepted) {
                    Channel connection = (Channel) accepted;
                    tls.ifPresent(known -> TlsDetection.addTo(connection, known, limits));
                    ConnectionWatch.addTo(connection, limits);
                    context.fireChannelRead(accepted);
                }
            });
            return (ServerChannel) listener;
        };
    }
}
