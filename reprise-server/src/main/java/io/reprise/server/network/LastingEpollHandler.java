package io.reprise.server.network;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's handler of epoll, without a fault of Netty 4.2.18: where a channel waits for nothing any more, Netty takes its socket out of epoll, but
 * believes it still to be there. When the channel waits again, the system refuses that (ENOENT), and Netty gives up. It happens to clients that close
 * their side early, when their answer does not fit into the buffers of the system. To be deleted when Netty adds such a socket again.
 */
public final class LastingEpollHandler implements IoHandler {
    /** What the system reports in any case. Once only: a socket that is closed in both directions would be reported without end. */
    private static final EpollIoOps NEARLY_NOTHING = EpollIoOps.EPOLLERR.with(EpollIoOps.EPOLLET);

    private final IoHandler netty;

    private LastingEpollHandler(IoHandler netty) {
        this.netty = netty;
    }

    /** @param netty makes handlers of epoll */
    public static IoHandlerFactory factory(IoHandlerFactory netty) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new LastingEpollHandler(netty.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return netty.isChangingThreadSupported();
            }
        };
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(netty.register(handle));
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return netty.run(context);
    }

    @Override
    public void prepareToDestroy() {
        netty.prepareToDestroy();
    }

    @Override
    public void destroy() {
        netty.destroy();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return netty.isCompatible(type);
    }

    /** Stays in epoll from the first time on that something is waited for: a socket that is not connected yet would be reported as closed. */
    private static final class Registration implements IoRegistration {
        private final IoRegistration netty;
        private volatile boolean isInEpoll;

        Registration(IoRegistration netty) {
            this.netty = netty;
        }

        @Override
        public long submit(IoOps ops) {
            if (!EpollIoOps.NONE.equals(ops)) {
                isInEpoll = true;
                return netty.submit(ops);
            }
            return netty.submit(isInEpoll ? NEARLY_NOTHING : ops);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return netty.attachment();
        }

        @Override
        public boolean isValid() {
            return netty.isValid();
        }

        @Override
        public boolean cancel() {
            return netty.cancel();
        }
    }
}
