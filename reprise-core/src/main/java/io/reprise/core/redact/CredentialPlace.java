package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a file has a credential.
 *
 * @param line from 1; empty if the credential is split over several lines, or within other content
 */
public record CredentialPlace(CredentialFinding finding, OptionalInt line) {

    /** The places of what was found in the recording that a file has: one for each line, or one without a line. */
    public static List<CredentialPlace> of(List<CredentialFinding> findings, String file, CredentialMask words) {
        List<String> lines = file.lines().toList();
        List<Set<String>> kinds = lines.stream().map(words::kinds).toList();
        List<CredentialPlace> places = new ArrayList<>();
        for (CredentialFinding finding : findings.stream().distinct().toList()) {
            int before = places.size();
            for (int i = 0; i < lines.size(); i++) {
                if (kinds.get(i).contains(finding.kind())) {
                    places.add(new CredentialPlace(finding, OptionalInt.of(i + 1)));
                }
            }
            if (places.size() == before) {
                places.add(new CredentialPlace(finding, OptionalInt.empty()));
            }
        }
        return places;
    }

    @Override
    public String toString() {
        return finding + (line.isPresent() ? ", line " + line.getAsInt() : "");
    }
}
