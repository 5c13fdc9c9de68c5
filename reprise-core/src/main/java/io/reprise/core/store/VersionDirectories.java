package io.reprise.core.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The directories in which changes show that make versions of a store outdated, for one who watches them instead of asking
 * {@link Store#isCurrent} again and again. Thread-safe.
 */
public interface VersionDirectories {
    /** The directory that has all others in it. It may be a link, need not exist, and another directory may take its place. */
    Path root();

    /**
     * The directories that a version depends on. Each change that makes it outdated adds, changes, renames or removes something in one of them, or
     * replaces one of them, or makes {@link #learned} another number. Blocks.
     *
     * @return those that exist; they and all directories between them and the root are no links. Empty if a change may also show elsewhere, such as
     *     at the end of a link
     */
    Optional<Set<Path>> of(Store.Version version);

    /** A number that is another one when the store has found files whose presence it did not know. Cheap. */
    long learned();
}
