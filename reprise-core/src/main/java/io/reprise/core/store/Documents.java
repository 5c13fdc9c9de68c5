package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.ParsedRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The recordings of a store as they are written: the text of each one's file (docs/format.md), and the bodies beside it, byte for byte. All
 * methods may block, and may be called from any thread.
 */
public interface Documents {
    /**
     * A document that is there.
     *
     * @param location within the store
     * @param size of its text, in bytes; roughly
     */
    record Listed(String location, long size) {}

    /**
     * A document as it was read.
     *
     * @param beside reads the body of that name; it throws {@link StoreException} if that is not there
     */
    record Document(String location, Bytes text, Function<String, Bytes> beside) {}

    /** The SHA-256 of a text. */
    static Bytes digest(Bytes text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(text.buffer());
            return Bytes.owning(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** A document with all that it needs. */
    record Whole(String location, Bytes text, Map<String, Bytes> bodies) {
        public Whole {
            bodies = new TreeMap<>(bodies);
        }

        /** In bytes. */
        public long size() {
            return text.size() + bodies.values().stream().mapToLong(Bytes::size).sum();
        }
    }

    /**
     * A document that is to be kept at its location.
     *
     * @param recording that it has
     * @param request of the recording
     * @param replaced the digest of the text that it replaces; empty if nothing may be there
     */
    record Placement(Whole document, Recording recording, ParsedRequest request, Optional<Bytes> replaced) {}

    /** What became of a placement. */
    sealed interface Placed {
        /** It is durable. */
        record Kept() implements Placed {}

        /** Nothing has changed, since the location has, or had, something else than was expected. */
        record Taken() implements Placed {}

        /** @param reason for people, with what to do */
        record Failed(String reason) implements Placed {}
    }

    /**
     * Calls {@code visitor} with each document, without reading it.
     *
     * @param unlisted parts of the store that cannot be listed
     */
    void forEach(Consumer<Listed> visitor, Consumer<StoreException> unlisted);

    /**
     * The SHA-256 of each text that is there, by location; empty bytes for one that cannot be read.
     *
     * @throws StoreException if the store cannot be reached
     */
    Map<String, Bytes> digests(Collection<String> locations);

    /**
     * Reads documents; what has vanished meanwhile, or turns out to be something else than a recording, is left out.
     *
     * @param broken is called with the locations of those that cannot be read
     * @throws StoreException if the store cannot be reached
     */
    void read(Collection<String> locations, Consumer<Document> visitor, BiConsumer<String, StoreException> broken);

    /** Keeps documents, of different locations. Returns what became of each, in their order. */
    List<Placed> put(List<Placement> placements);

    /**
     * Deletes a document with its bodies.
     *
     * @param digest of its text, as it was when it was decided to delete it; empty to delete whatever is there
     * @return false, without a change, if another text is there
     * @throws StoreException if it cannot be deleted
     */
    boolean delete(String location, Optional<Bytes> digest);
}
