package io.reprise.server.comparison;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has been found to differ between two sets so far. */
final class Changes {
    private final int most;
    private final List<SetDifference.Changed> changed = new ArrayList<>();
    private int same;

    /** @param most how many differences are kept in memory; of further ones there is the verdict only */
    Changes(int most) {
        this.most = most;
    }

    void addSame() {
        same++;
    }

    void add(String locationA, String locationB, RecordingDifference difference) {
        if (difference.isSame()) {
            same++;
        } else {
            changed.add(new SetDifference.Changed(
                    locationA,
                    locationB,
                    difference.verdict(),
                    changed.size() < most ? Optional.of(difference) : Optional.empty()));
        }
    }

    SetDifference with(List<String> onlyA, List<String> onlyB) {
        return new SetDifference(changed, onlyA, onlyB, same);
    }
}
