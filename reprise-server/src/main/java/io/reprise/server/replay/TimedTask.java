package io.reprise.server.replay;

/** Something that happens at times of its own choice. Times are those of {@link System#nanoTime}. */
public interface TimedTask {
    /** Called when {@link #dueNanos} has come; may add itself again. */
    void run(long nowNanos);

    /** Asked for once when it is added. */
    long dueNanos();

    /** Told of what {@link #run} has thrown. */
    void failed(Throwable thrown);
}
