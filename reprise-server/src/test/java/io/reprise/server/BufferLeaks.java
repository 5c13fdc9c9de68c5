package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Buffers of Netty that nobody has released, which Netty notices when they are collected. */
final class BufferLeaks extends Handler implements AutoCloseable {
    private static final int ROUNDS = 3;

    /** Kept here, since a logger that nobody refers to loses its handlers. */
    private final Logger logger = Logger.getLogger(ResourceLeakDetector.class.getName());

    private final List<String> found = new CopyOnWriteArrayList<>();
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    /** Watches each buffer from now on. */
    BufferLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        logger.setLevel(Level.SEVERE);
        logger.addHandler(this);
    }

    /** What has been said so far, with all that can be collected now. */
    List<String> found() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            ByteBuf next = PooledByteBufAllocator.DEFAULT.directBuffer(1); // then Netty looks
            next.release();
        }
        return found;
    }

    @Override
    public void publish(LogRecord said) {
        if (String.valueOf(said.getMessage()).startsWith("LEAK")) {
            found.add(said.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(null);
        ResourceLeakDetector.setLevel(before);
    }
}
