package io.reprise.core.store;

import io.reprise.core.redact.CredentialFinding;
import java.util.List;
import java.util.Optional;

/**
 * What has been done to one file of a store to remove credentials, or would be done.
 *
 * @param file within the store, without words that may be a credential
 * @param findings what was found in it; empty if it is not known
 * @param target the new place of the recording, if it has one
 * @param reason why it was not masked
 */
public record ScrubStep(
        String file,
        Action action,
        List<CredentialFinding> findings,
        Optional<String> target,
        Optional<String> reason) {

    /** What happens to a file. */
    public enum Action {
        MASKED,
        /** It has a credential that cannot be masked. */
        DELETED,
        /** It has a credential that cannot be masked. */
        LEFT,
        /** It could not be read or written. */
        FAILED
    }

    /**
     * How far to go.
     *
     * @param isWritten false to find out what would be done
     * @param deletesWhatCannotBeMasked whether recordings are deleted whose credentials are in binary, encoded or broken content
     */
    public record Extent(boolean isWritten, boolean deletesWhatCannotBeMasked) {}

    public ScrubStep {
        findings = findings.stream().distinct().toList();
    }

    /** Of a file that could not be read or written. */
    public static ScrubStep failed(String file, String reason) {
        return new ScrubStep(file, Action.FAILED, List.of(), Optional.empty(), Optional.of(reason));
    }

    /** Of a file with a credential that cannot be masked. */
    public static ScrubStep unmaskable(String file, Extent extent, List<CredentialFinding> findings, String reason) {
        Action action = extent.deletesWhatCannotBeMasked() ? Action.DELETED : Action.LEFT;
        return new ScrubStep(file, action, findings, Optional.empty(), Optional.of(reason));
    }

    /** Of a file that is masked, and moved if it has a target. */
    public static ScrubStep masked(String file, List<CredentialFinding> findings, Optional<String> target) {
        return new ScrubStep(file, Action.MASKED, findings, target, Optional.empty());
    }
}
