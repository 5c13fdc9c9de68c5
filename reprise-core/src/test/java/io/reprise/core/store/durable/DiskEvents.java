package io.reprise.core.store.durable;

import java.io.IOException;
import java.nio.file.Path;

/** What happens on a disk. Each method is called before it happens, and may fail it. */
public interface DiskEvents {
    /** What is done to a file or a directory. */
    enum Action {
        OPEN,
        CREATE,
        READ,
        WRITE,
        FORCE,
        CLOSE,
        MOVE,
        DELETE,
        MAKE_DIRECTORY,
        LIST,
        LOOK
    }

    /** @throws IOException if it fails */
    void before(Action action, Path path) throws IOException;

    /** After it has happened. */
    default void after(Action action, Path path, Path target) {}
}
