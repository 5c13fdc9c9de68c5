package io.reprise.server.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Whether the other end of a connection takes what is written to it. Belongs to the connection's event loop. */
public final class WriteProgress {
    private @Nullable Object current;
    private long sentOfCurrent;
    private long waiting;

    /** Whether bytes wait to be sent, and none has been sent since this was last asked. */
    public boolean isStalled(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.isEmpty()) {
            current = null;
            return false;
        }
        long nowWaiting = out.totalPendingWriteBytes();
        boolean isStalled = out.current() == current && out.currentProgress() == sentOfCurrent && nowWaiting >= waiting;
        current = out.current();
        sentOfCurrent = out.currentProgress();
        waiting = nowWaiting;
        return isStalled;
    }
}
